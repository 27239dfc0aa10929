using Gantry.Protocols.Hub;
using Gantry.Protocols.Identity;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>Takes away the line that a client writes anew above every system text: the first bytes of a prompt decide whether its cache is found.</summary>
internal sealed class AttributionPass(FitScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Target.Traits.KeepAttribution) return request;
        List<TextPart>? kept = null;
        for (int i = 0; i < request.Instructions.Count; i++)
        {
            var part = request.Instructions[i];
            if (!AttributionLine.TryRemove(part.Text, out var rest))
            {
                kept?.Add(part);
                continue;
            }

            kept ??= [.. request.Instructions.Take(i)];
            if (!rest.IsEmpty) kept.Add(part with { Text = rest });
        }

        return kept is null ? request : request with { Instructions = kept };
    }
}
