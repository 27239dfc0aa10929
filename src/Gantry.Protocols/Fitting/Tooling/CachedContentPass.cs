using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Settles what Gemini only takes in some company: a prompt that its cache holds has its instructions and tools there, and older services
/// know no ids of calls.</summary>
internal sealed class CachedContentPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private const string Member = "cachedContent";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Spoken != Protocol.Gemini) return request;
        if (!scope.Target.Traits.CallIds) request = Rewrite(request);
        for (int i = 0; i < request.Extras.Count; i++)
        {
            if (request.Extras[i].Name is Member or "cached_content") return Cached(request, i);
        }

        return request;
    }

    protected override Part Rewrite(Part part)
    {
        switch (part)
        {
            case ToolCallPart { Id.Length: > 0 } call:
                _names[call.Id] = call.Name;
                return call with { Id = "" };
            case ToolResultPart { CallId.Length: > 0 } result:
                return result with { CallId = "", Name = result.Name ?? _names.GetValueOrDefault(result.CallId) };
            default:
                return part;
        }
    }

    private ChatRequest Cached(ChatRequest request, int at)
    {
        if (request.Tools.Count > 0) scope.Losses.Note("param_dropped:tools", "tools");
        if (request.Instructions.Count > 0) scope.Losses.Note("param_dropped:system", Member);
        ExtraMember[] extras = [.. request.Extras];
        extras[at] = new ExtraMember(Protocol.Gemini, Member, extras[at].Value);
        return request with
        {
            Instructions = [],
            Tools = [],
            ToolChoice = ToolChoice.Unset,
            ParallelToolCalls = null,
            Extras = [.. extras.Where(extra => !extra.Name.StartsWith("toolConfig.", StringComparison.Ordinal))],
        };
    }
}
