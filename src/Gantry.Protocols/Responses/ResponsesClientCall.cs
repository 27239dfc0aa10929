using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Responses;

/// <summary>Calls of tools that OpenAI defines and the client runs: items of their own types, with the arguments as an object.</summary>
internal static class ResponsesClientCall
{
    /// <summary>The type of the item for a call of this name; null where the client declared no such tool.</summary>
    public static string? TypeOf(ChatRequest asked, string name)
    {
        if (name is not ("local_shell" or "shell" or "apply_patch")) return null;
        foreach (var tool in asked.Tools)
        {
            if (tool is { Kind: ToolKind.Hosted, From: Protocol.Responses } && tool.Name == name) return name + "_call";
        }

        return null;
    }

    /// <summary>The beginning of the item's id.</summary>
    public static string Prefix(string type) => type switch
    {
        "local_shell_call" => "lsh",
        "shell_call" => "sh",
        _ => "apc",
    };

    /// <summary>Writes what is to be done; an empty text as nothing.</summary>
    public static void Write(string type, JsonText arguments, Utf8JsonWriter json)
    {
        json.WritePropertyName(type == "apply_patch_call" ? "operation"u8 : "action"u8);
        var action = ToolArguments.ToObject(arguments, new LossLog());
        if (type != "local_shell_call")
        {
            action.WriteTo(json);
            return;
        }

        // Typed clients demand these two.
        bool hasEnvironment = false;
        json.WriteStartObject();
        json.WriteString("type"u8, "exec"u8);
        foreach (var member in new ResponsesMembers(action).Rest)
        {
            if (member.Name == "type") continue;
            hasEnvironment |= member.Name == "env";
            json.WritePropertyName(member.Name);
            member.Value.WriteTo(json);
        }

        if (!hasEnvironment)
        {
            json.WriteStartObject("env"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
