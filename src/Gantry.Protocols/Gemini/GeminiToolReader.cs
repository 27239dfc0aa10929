using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiToolReader
{
    public static void Read(ref GeminiCursor at, List<Tool> tools)
    {
        at.Scope = "tools";
        if (at.IsList(""))
        {
            while (at.NextElement())
            {
                at.Turn++;
                ReadTool(ref at, tools);
            }

            at.Turn = -1;
            return;
        }

        ReadTool(ref at, tools);
    }

    public static ToolChoice ReadConfig(ref GeminiCursor at, List<ExtraMember> extras)
    {
        at.Scope = "toolConfig";
        at.ExpectObject("");
        var choice = ToolChoice.Unset;
        while (at.NextMember(out var name))
        {
            if (name is "functionCallingConfig")
            {
                choice = ReadChoice(ref at, extras);
                continue;
            }

            string unknown = "toolConfig." + name.ToString();
            extras.Add(new ExtraMember(Protocol.Gemini, unknown, at.Slice()));
        }

        return choice;
    }

    private static void ReadTool(ref GeminiCursor at, List<Tool> tools)
    {
        at.ExpectObject("");
        while (at.NextMember(out var name))
        {
            if (name is not "functionDeclarations")
            {
                string hosted = name.ToString();
                byte[] raw = [.. "{"u8, .. JsonText.From(hosted).Token, .. ":"u8, .. at.Slice().Span, (byte)'}'];
                tools.Add(new Tool(hosted) { Kind = ToolKind.Hosted, Raw = new JsonSlice(raw), From = Protocol.Gemini });
                continue;
            }

            if (!at.IsList("functionDeclarations"))
            {
                tools.Add(ReadFunction(ref at));
                continue;
            }

            while (at.NextElement()) tools.Add(ReadFunction(ref at));
        }
    }

    private static Tool ReadFunction(ref GeminiCursor at)
    {
        at.ExpectObject("functionDeclarations");
        int start = at.Start;
        string called = "";
        JsonText? description = null;
        JsonSlice openApi = default, schema = default;
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "name":
                    called = at.Text("functionDeclarations.name").ToString();
                    break;
                case "description":
                    description = at.Text("functionDeclarations.description");
                    break;
                case "parameters":
                    openApi = at.Slice();
                    break;
                case "parametersJsonSchema":
                    schema = at.Slice();
                    break;
                default:
                    // Found again in Raw by the writer.
                    at.Skip();
                    break;
            }
        }

        if (called.Length == 0) throw at.Fault("functionDeclarations.name", "a text that is not empty");
        return new Tool(called)
        {
            Description = description,
            Parameters = schema.IsAbsent ? openApi : schema,
            IsOpenApiSchema = schema.IsAbsent && !openApi.IsAbsent,
            Raw = at.Since(start),
            From = Protocol.Gemini,
        };
    }

    private static ToolChoice ReadChoice(ref GeminiCursor at, List<ExtraMember> extras)
    {
        at.ExpectObject("functionCallingConfig");
        JsonText mode = default;
        JsonSlice allowed = default;
        var names = new List<string>();
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "mode":
                    mode = at.Text("functionCallingConfig.mode");
                    break;
                case "allowedFunctionNames":
                    int start = at.Start;
                    if (!at.IsList("functionCallingConfig.allowedFunctionNames")) throw at.Fault("functionCallingConfig.allowedFunctionNames", "a list of texts");
                    while (at.NextElement()) names.Add(at.Text("functionCallingConfig.allowedFunctionNames").ToString());
                    allowed = at.Since(start);
                    break;
                default:
                    string unknown = GeminiWords.CallingConfig + name.ToString();
                    extras.Add(new ExtraMember(Protocol.Gemini, unknown, at.Slice()));
                    break;
            }
        }

        var choice = Choice(mode.ToString().ToUpperInvariant(), names);
        if (choice.Kind == ToolChoiceKind.Unset && !mode.IsEmpty || mode.ValueEquals("VALIDATED"u8) && names.Count == 0)
        {
            extras.Add(new ExtraMember(Protocol.Gemini, GeminiWords.CallingConfig + "mode", new JsonSlice(mode.Token.ToArray())));
        }

        if (names.Count > 0 && choice.Names.Count == 0) extras.Add(new ExtraMember(Protocol.Gemini, GeminiWords.CallingConfig + "allowedFunctionNames", allowed));
        return choice;
    }

    private static ToolChoice Choice(string mode, List<string> names) => mode switch
    {
        "AUTO" => new ToolChoice(ToolChoiceKind.Auto),
        "NONE" => new ToolChoice(ToolChoiceKind.None),
        "ANY" when names.Count == 0 => new ToolChoice(ToolChoiceKind.Required),
        "ANY" when names.Count == 1 => new ToolChoice(ToolChoiceKind.One) { Names = names },
        "ANY" => new ToolChoice(ToolChoiceKind.RequiredSubset) { Names = names },
        // Auto with the arguments held to their schemas.
        "VALIDATED" when names.Count == 0 => new ToolChoice(ToolChoiceKind.Auto),
        "VALIDATED" => new ToolChoice(ToolChoiceKind.Subset) { Names = names },
        _ => ToolChoice.Unset,
    };
}
