using Gantry.Protocols.Hub;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Gives calls and results ids that the target takes and that no two calls share; gives the answer's calls ids that the conversation has not seen.</summary>
internal sealed class CallIdPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private const int MostKept = 1024;

    // An empty set, used anew on the same thread.
    [ThreadStatic]
    private static HashSet<string>? _free;

    private readonly List<(string Name, string Id)> _unnamed = [];
    private HistoryCallIds? _ids;
    private int _turn;
    private int _ordinal;

    private HistoryCallIds Ids => _ids ??= new HistoryCallIds();

    public ChatRequest Fit(ChatRequest request) => IsFit(request) ? request : Rewrite(request);

    public IStreamSink Answer(IStreamSink next) => new CallIdSink(next, scope.Asked);

    protected override void Begin(IReadOnlyList<Turn> turns, int at)
    {
        _turn = at;
        _ordinal = 0;
        if (turns[at].Role != Role.Assistant || (at > 0 && turns[at - 1].Role == Role.Assistant)) return;
        Ids.BeginTurn();
        _unnamed.Clear();
    }

    protected override Part Rewrite(Part part)
    {
        switch (part)
        {
            case ToolCallPart call:
                string id = Wire(Ids.Call(Call(call)));
                string? item = ItemId(call);
                return id == call.Id && item == call.ItemId ? call : call with { Id = id, ItemId = item };
            case ToolResultPart result:
                string of = Wire(Ids.Result(Result(result)));
                return of == result.CallId ? result : result with { CallId = of };
            default:
                return part;
        }
    }

    private string Wire(string id) => ToolCallIds.Wire(id, scope.Spoken);

    // Gemini need not give ids: then the place and the content of a call make one.
    private string Call(ToolCallPart call)
    {
        int ordinal = _ordinal++;
        if (call.Id.Length > 0) return ToolCallIds.StripForeign(call.Id);
        string made = ToolCallIds.Synthesize(_turn, ordinal, call.Name, call.Arguments);
        _unnamed.Add((call.Name, made));
        return made;
    }

    // First result of a name answers the first call of it.
    private string Result(ToolResultPart result)
    {
        if (result.CallId.Length > 0) return ToolCallIds.StripForeign(result.CallId);
        int at = _unnamed.FindIndex(call => call.Name == result.Name);
        if (at < 0) return ToolCallIds.Synthesize(_turn, _ordinal++, result.Name ?? "");
        string id = _unnamed[at].Id;
        _unnamed.RemoveAt(at);
        return id;
    }

    // Responses demands its own prefixes of the ids of items.
    private string? ItemId(ToolCallPart call)
    {
        if (scope.Spoken != Protocol.Responses || call.ItemId is not { } id) return call.ItemId;
        string prefix = call.Kind == ToolKind.Custom ? "ctc_" : "fc_";
        return id.Length <= 64 && id.StartsWith(prefix, StringComparison.Ordinal) ? id : prefix + ToolCallIds.Synthesize(0, 0, id)[5..];
    }

    private bool IsFit(ChatRequest request)
    {
        var seen = _free ?? new HashSet<string>(StringComparer.Ordinal);
        _free = null;
        bool isFit = IsFit(request, seen);
        if (seen.Count > MostKept) return isFit;
        seen.Clear();
        _free = seen;
        return isFit;
    }

    private bool IsFit(ChatRequest request, HashSet<string> seen)
    {
        string? fit = null;   // a result mostly answers the call that was looked at last, and has its very string
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var parts = request.Turns[i].Parts;
            for (int j = 0; j < parts.Count; j++)
            {
                switch (parts[j])
                {
                    case ToolCallPart call when !IsFit(call.Id) || !seen.Add(call.Id) || ItemId(call) != call.ItemId:
                    case ToolResultPart result when !ReferenceEquals(result.CallId, fit) && !IsFit(result.CallId):
                        return false;
                    case ToolCallPart call:
                        fit = call.Id;
                        break;
                }
            }
        }

        return true;
    }

    private bool IsFit(string id) =>
        id.Length > 0 && ToolCallIds.IsLegal(id, scope.Spoken) && ReferenceEquals(ToolCallIds.StripForeign(id), id);
}
