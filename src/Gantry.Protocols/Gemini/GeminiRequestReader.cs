using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads the body of generateContent. Members inside others that have no word in the hub become extras with the path for a name
/// (<c>generationConfig.thinkingConfig</c>).</summary>
internal static class GeminiRequestReader
{
    public static ChatRequest Read(ReadOnlyMemory<byte> body, in ChatCall call)
    {
        try
        {
            var at = new GeminiCursor(body) { Texts = new TextPool() };
            at.ExpectObject("");
            var request = ReadMembers(ref at, call);
            at.ExpectEnd();
            return request;
        }
        catch (JsonException fault)
        {
            throw new ProtocolException("The body is not valid JSON.", fault);
        }
    }

    private static ChatRequest ReadMembers(ref GeminiCursor at, in ChatCall call)
    {
        string? model = call.Model;
        List<TextPart> instructions = [];
        IReadOnlyList<Turn>? turns = null;
        List<Tool> tools = [];
        var choice = ToolChoice.Unset;
        string tier = "";
        var extras = new List<ExtraMember>();
        var config = new GeminiConfigReader(extras);
        while (at.NextMember(out var name))
        {
            at.Scope = "";
            switch (name)
            {
                case "contents":
                    turns = ReadTurns(ref at);
                    break;
                case "systemInstruction":
                    ReadInstructions(ref at, instructions);
                    break;
                case "tools":
                    GeminiToolReader.Read(ref at, tools);
                    break;
                case "toolConfig":
                    choice = GeminiToolReader.ReadConfig(ref at, extras);
                    break;
                case "generationConfig":
                    config.Read(ref at);
                    break;
                case "serviceTier":
                    tier = at.Text("serviceTier").ToString();
                    break;
                case "model":
                    // The path decides; what the body repeats is not kept.
                    var named = at.Text("model");
                    model ??= named.ToString();
                    break;
                default:
                    extras.Add(new ExtraMember(Protocol.Gemini, name.ToString(), at.Slice()));
                    break;
            }
        }

        if (turns is null) throw new ProtocolException("contents is missing: it has to be a list of contents.", "contents");
        return new ChatRequest(model ?? "")
        {
            Stream = call.Stream ?? false,
            Instructions = instructions,
            Turns = turns,
            Tools = tools,
            ToolChoice = choice,
            Sampling = config.Sampling,
            OutputFormat = config.Format(),
            Identity = new RequestIdentity { ServiceTier = tier },
            Extras = extras,
        };
    }

    private static IReadOnlyList<Turn> ReadTurns(ref GeminiCursor at)
    {
        var turns = ScratchList<Turn>.Rent();
        at.Scope = "contents";
        if (!at.IsList(""))
        {
            turns.Add(ReadTurn(ref at));
        }
        else
        {
            while (at.NextElement())
            {
                at.Turn++;
                turns.Add(ReadTurn(ref at));
            }
        }

        at.Turn = -1;
        at.Scope = "";
        return ScratchList<Turn>.Keep(turns);
    }

    private static Turn ReadTurn(ref GeminiCursor at)
    {
        at.ExpectObject("");
        var role = Role.User;
        var parts = ScratchList<Part>.Rent();
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "role":
                    role = ReadRole(ref at);
                    break;
                case "parts":
                    GeminiPartReader.ReadAll(ref at, parts);
                    break;
                default:
                    at.Skip();
                    break;
            }
        }

        return new Turn(role, ScratchList<Part>.Keep(parts));
    }

    private static Role ReadRole(ref GeminiCursor at)
    {
        var role = at.Text("role");
        if (role.ValueEquals("model"u8)) return Role.Assistant;
        if (role.IsEmpty || role.ValueEquals("user"u8) || role.ValueEquals("function"u8)) return Role.User;
        throw at.Fault("role", "user or model");
    }

    private static void ReadInstructions(ref GeminiCursor at, List<TextPart> instructions)
    {
        at.Scope = "systemInstruction";
        if (at.Kind == JsonTokenType.String)
        {
            instructions.Add(new TextPart(at.Text("")));
            return;
        }

        at.ExpectObject("");
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "parts":
                    var parts = new List<Part>();
                    GeminiPartReader.ReadAll(ref at, parts);
                    foreach (var part in parts) instructions.Add(part as TextPart ?? throw at.Fault("parts", "a list of texts"));
                    break;
                case "text":
                    instructions.Add(new TextPart(at.Text("text")));
                    break;
                default:
                    at.Skip();
                    break;
            }
        }
    }
}
