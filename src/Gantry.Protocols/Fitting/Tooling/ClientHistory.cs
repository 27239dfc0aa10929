using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Calls and results of the tools of Responses that the client runs (<c>local_shell</c>, <c>shell</c>, <c>apply_patch</c>), as those of plain functions.</summary>
internal static class ClientHistory
{
    /// <summary>The call or result; null for any other item.</summary>
    public static Part? Read(ForeignPart item) => item switch
    {
        { From: not Protocol.Responses } => null,
        { Type: "local_shell_call" } => Call(item, "local_shell", "action"),
        { Type: "shell_call" } => Call(item, "shell", "action"),
        { Type: "apply_patch_call" } => Call(item, "apply_patch", "operation"),
        { Type: "local_shell_call_output" or "shell_call_output" or "apply_patch_call_output" } => Result(item),
        _ => null,
    };

    private static ToolCallPart? Call(ForeignPart item, string name, string member)
    {
        var members = new ResponsesMembers(item.Raw);
        var arguments = members.Look(member);
        return members.TakeText("call_id") is { IsEmpty: false } id && arguments.Kind == JsonTokenType.StartObject
            ? new ToolCallPart(id.ToString(), name) { Arguments = arguments }
            : null;
    }

    private static ToolResultPart? Result(ForeignPart item)
    {
        var members = new ResponsesMembers(item.Raw);
        if ((members.TakeText("call_id") ?? members.TakeText("id")) is not { IsEmpty: false } id) return null;
        var output = members.Look("output");
        var text = output.Kind switch
        {
            JsonTokenType.String => new JsonText(output.Memory),
            JsonTokenType.None => JsonText.Empty,
            _ => Tools.ToolArguments.ToText(output),
        };
        return new ToolResultPart(id.ToString(), [new TextPart(text)]) { IsError = members.TakeText("status") is { } status && status.ValueEquals("failed"u8) };
    }
}
