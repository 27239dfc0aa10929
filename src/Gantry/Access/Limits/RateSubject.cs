using Gantry.Catalog;
using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>What a limit is called between servers: one text for the same limit on each of them, and never one text for two.</summary>
internal static class RateSubject
{
    public static string Of(RateScope scope, RateKind kind)
    {
        var word = kind switch
        {
            RateKind.RequestsPerMinute => "rpm",
            RateKind.TokensPerMinute => "tpm",
            _ => "con",
        };
        // Names may have spaces, and models whatever their vendors like.
        var subject = $"{word} {EnumWords.Of(scope.Owner)} {Uri.EscapeDataString(scope.Id)}";
        return scope.Model is { } model ? $"{subject} {Uri.EscapeDataString(model)}" : subject;
    }
}
