using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads one part of a content. A part may have several members set: each is a part of its own in the hub.</summary>
internal static class GeminiPartReader
{
    /// <summary>The type of a call whose arguments come piece by piece (Vertex, <c>streamFunctionCallArguments</c>).</summary>
    public const string PartialCall = "functionCall.partialArgs";

    /// <param name="at">Stands on the list of parts, or on a single one.</param>
    /// <param name="parts">Takes what is read.</param>
    public static void ReadAll(ref GeminiCursor at, List<Part> parts)
    {
        at.Part = -1;
        if (!at.IsList("parts"))
        {
            Read(ref at, parts);
            return;
        }

        while (at.NextElement())
        {
            at.Part++;
            Read(ref at, parts);
        }

        at.Part = -1;
    }

    private static void Read(ref GeminiCursor at, List<Part> parts)
    {
        at.ExpectObject("");
        int start = at.Start;
        JsonText? text = null;
        ReasoningSeal? seal = null;
        MediaPart? data = null, file = null;
        ToolCallPart? call = null;
        ToolResultPart? result = null;
        string? foreign = null;
        bool thought = false;
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "text":
                    text = at.Text("text");
                    break;
                case "thought":
                    thought = at.Flag("thought");
                    break;
                case "thoughtSignature":
                    seal = new ReasoningSeal(ReasoningSealKind.ThoughtSignature, at.Text("thoughtSignature"));
                    break;
                case "inlineData":
                    data = GeminiMediaReader.ReadInline(ref at);
                    break;
                case "fileData":
                    file = GeminiMediaReader.ReadFile(ref at);
                    break;
                case "functionCall":
                    call = ReadCall(ref at);
                    if (call is null) foreign = PartialCall;
                    break;
                case "functionResponse":
                    result = GeminiResultReader.Read(ref at);
                    break;
                default:
                    foreign ??= name.ToString();
                    at.Skip();
                    break;
            }
        }

        bool other = data is not null || file is not null || call is not null || result is not null;
        if (foreign is not null || (thought && other))
        {
            parts.Add(new ForeignPart(Protocol.Gemini, foreign ?? "thought", at.Since(start)));
            return;
        }

        if (thought)
        {
            parts.Add(new ReasoningPart(text ?? default) { Seal = seal });
            return;
        }

        if (seal is not null && (call is null || text is not null || data is not null || file is not null))
        {
            // Nothing but reasoning and calls can bear a seal: it stands as empty reasoning, no summary, before the part that had it.
            parts.Add(new ReasoningPart(JsonText.Empty) { IsSummary = false, Seal = seal });
            seal = null;
        }

        if (text is { } said) parts.Add(new TextPart(said));
        if (data is not null) parts.Add(data);
        if (file is not null) parts.Add(file);
        if (call is not null) parts.Add(seal is null ? call : call with { Seal = seal });
        if (result is not null) parts.Add(result);
    }

    private static ToolCallPart? ReadCall(ref GeminiCursor at)
    {
        at.ExpectObject("functionCall");
        string id = "", called = "";
        JsonSlice arguments = default;
        bool partial = false;
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "id":
                    id = at.Word("functionCall.id");
                    break;
                case "name":
                    called = at.Word("functionCall.name");
                    break;
                case "args":
                    arguments = at.Slice();
                    break;
                case "partialArgs" or "willContinue":
                    partial = true;
                    at.Skip();
                    break;
                default:
                    at.Skip();
                    break;
            }
        }

        if (partial) return null;
        if (called.Length == 0) throw at.Fault("functionCall.name", "a text that is not empty");
        return new ToolCallPart(id, called) { Arguments = arguments };
    }
}
