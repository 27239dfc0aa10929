using Gantry.Catalog;

namespace Gantry.Relay;

/// <summary>Tells clients of a group that is about to go.</summary>
internal static class DeprecatedGroup
{
    public const string Header = "x-gantry-deprecated";

    /// <summary>Sets the header where the group that serves is deprecated.</summary>
    public static void Tell(Exchange exchange)
    {
        if (exchange.Group is not { Status: GroupStatus.Deprecated } group) return;
        var use = group.Replacement is { } other ? $"use {other}" : $"group {group.Name} is deprecated";
        exchange.Http.Response.Headers[Header] = Printable(group.Note.Length > 0 ? $"{use}; {group.Note}" : use);
    }

    // Headers hold ASCII; notes are for people.
    private static string Printable(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
