using System.Globalization;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiToolWriter
{
    public static void Write(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        WriteTools(request.Tools, json, losses);
        WriteConfig(request, json);
        if (request.ParallelToolCalls == false) losses.Note("parallel_not_enforceable");
    }

    private static void WriteTools(IReadOnlyList<Tool> tools, Utf8JsonWriter json, LossLog losses)
    {
        bool begun = false, inFunctions = false;
        for (int i = 0; i < tools.Count; i++)
        {
            var tool = tools[i];
            if (tool.Kind == ToolKind.Custom || (tool.Kind == ToolKind.Hosted && tool.From != Protocol.Gemini))
            {
                losses.Note(tool.Kind == ToolKind.Hosted ? "hosted_tool_dropped" : "param_dropped:tools", Path(i));
                continue;
            }

            if (!begun) json.WriteStartArray("tools"u8);
            begun = true;
            bool isFunction = tool.Kind == ToolKind.Function;
            if (isFunction != inFunctions) Turn(json, inFunctions = isFunction);
            if (isFunction) WriteFunction(tool, i, json, losses);
            else tool.Raw.WriteTo(json);
        }

        if (inFunctions) Turn(json, toFunctions: false);
        if (begun) json.WriteEndArray();
    }

    private static string Path(int at) => string.Create(CultureInfo.InvariantCulture, $"tools[{at}]");

    private static void Turn(Utf8JsonWriter json, bool toFunctions)
    {
        if (toFunctions)
        {
            json.WriteStartObject();
            json.WriteStartArray("functionDeclarations"u8);
            return;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFunction(Tool tool, int at, Utf8JsonWriter json, LossLog losses)
    {
        if (tool.Strict == true) losses.Note("strict_dropped", Path(at));
        if (tool.Namespace is not null) losses.Note("param_dropped:namespace", Path(at));
        json.WriteStartObject();
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            json.WritePropertyName("description"u8);
            description.WriteTo(json);
        }

        if (!tool.Parameters.IsAbsent)
        {
            json.WritePropertyName(tool.IsOpenApiSchema ? "parameters"u8 : "parametersJsonSchema"u8);
            tool.Parameters.WriteTo(json);
        }

        if (tool.From == Protocol.Gemini && !tool.Raw.IsAbsent) WriteOthers(tool.Raw, json);
        json.WriteEndObject();
    }

    // What only Gemini's declarations have: behavior, response.
    private static void WriteOthers(JsonSlice raw, Utf8JsonWriter json)
    {
        var at = new GeminiCursor(raw.Memory);
        while (at.NextMember(out var name))
        {
            if (name is "name" or "description" or "parameters" or "parametersJsonSchema")
            {
                at.Skip();
                continue;
            }

            json.WritePropertyName(name);
            at.Slice().WriteTo(json);
        }
    }

    private static void WriteConfig(ChatRequest request, Utf8JsonWriter json)
    {
        var (mode, allowed) = Mode(request.ToolChoice);
        bool inConfig = false, inCalling = false;
        foreach (var extra in request.Extras)
        {
            if (extra.From != Protocol.Gemini || !extra.Name.StartsWith("toolConfig.", StringComparison.Ordinal)) continue;
            inCalling |= extra.Name.StartsWith(GeminiWords.CallingConfig, StringComparison.Ordinal);
            if (!inConfig) json.WriteStartObject("toolConfig"u8);
            inConfig = true;
            if (extra.Name.StartsWith(GeminiWords.CallingConfig, StringComparison.Ordinal)) continue;
            json.WritePropertyName(extra.Name.AsSpan("toolConfig.".Length));
            extra.Value.WriteTo(json);
        }

        if (mode.Length > 0 || inCalling)
        {
            if (!inConfig) json.WriteStartObject("toolConfig"u8);
            inConfig = true;
            json.WriteStartObject("functionCallingConfig"u8);
            foreach (var extra in request.Extras)
            {
                if (extra.From != Protocol.Gemini || !extra.Name.StartsWith(GeminiWords.CallingConfig, StringComparison.Ordinal)) continue;
                var name = extra.Name.AsSpan(GeminiWords.CallingConfig.Length);
                if (name is "mode")
                {
                    // VALIDATED is a stricter AUTO; beside any other choice the choice counts.
                    if (mode is not ("" or "AUTO")) continue;
                    mode = "";
                }

                json.WritePropertyName(name);
                extra.Value.WriteTo(json);
            }

            if (mode.Length > 0) json.WriteString("mode"u8, mode);
            if (allowed.Count > 0)
            {
                json.WriteStartArray("allowedFunctionNames"u8);
                foreach (string name in allowed) json.WriteStringValue(name);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        if (inConfig) json.WriteEndObject();
    }

    private static (string Mode, IReadOnlyList<string> Allowed) Mode(ToolChoice choice) => choice.Kind switch
    {
        ToolChoiceKind.Auto => ("AUTO", []),
        ToolChoiceKind.None => ("NONE", []),
        ToolChoiceKind.Required => ("ANY", []),
        ToolChoiceKind.One => ("ANY", [choice.Names[0]]),
        ToolChoiceKind.RequiredSubset => ("ANY", choice.Names),
        // AUTO takes no names.
        ToolChoiceKind.Subset => ("VALIDATED", choice.Names),
        _ => ("", []),
    };
}
