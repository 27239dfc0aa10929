using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Mends arguments of the history that the target would refuse. What is sound keeps its form: the writers move it into theirs.</summary>
internal sealed class ArgumentPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private readonly bool _isText = scope.Spoken is Protocol.Chat or Protocol.Responses;

    public ChatRequest Fit(ChatRequest request) => Rewrite(request);

    protected override Part Rewrite(Part part)
    {
        if (part is not ToolCallPart { Kind: ToolKind.Function } call) return part;
        if (call.ArgumentsText is not { } text) return Rewrite(call);
        if (_isText)
        {
            return IsBlank(text) ? call with { ArgumentsText = ToolArguments.ToText(default) } : call;
        }

        if (ToolArguments.IsObject(text)) return call;
        return call with { Arguments = ToolArguments.ToObject(text, scope.Losses, scope.PathOf(call)), ArgumentsText = null };
    }

    private ToolCallPart Rewrite(ToolCallPart call)
    {
        if (call.Arguments.Kind == System.Text.Json.JsonTokenType.StartObject) return call;
        if (_isText)
        {
            return call with { ArgumentsText = ToolArguments.ToText(call.Arguments), Arguments = default };
        }

        return call with { Arguments = ToolArguments.ToObject(call.Arguments, scope.Losses, scope.PathOf(call)) };
    }

    private static bool IsBlank(JsonText text) => text.Escaped.IndexOfAnyExcept(" "u8) < 0;
}
