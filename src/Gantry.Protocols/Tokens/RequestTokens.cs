using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Media;

namespace Gantry.Protocols.Tokens;

/// <summary>Estimates a whole request: what its instructions, turns, tools and schema will cost as a prompt.</summary>
public static class RequestTokens
{
    // Nobody knows how much a file behind an address holds; a few pages are more often right than none.
    private const long BytesOfUnseenDocument = 200_000;

    // 32 tokens a second in Gemini's count, at the rates of speech codecs and of small films.
    private const long BytesOfAudioToken = 500;
    private const long BytesOfVideoToken = 1_000;

    // Sealed thoughts come back as base64 of text: six characters hold about a token.
    private const int SealedCharactersOfToken = 6;

    /// <summary>Tokens before any correction; at least 1 where the request holds anything.</summary>
    public static long Estimate(ChatRequest request, TokenFamily family)
    {
        ArgumentNullException.ThrowIfNull(request);
        var estimate = new TokenEstimate(family);
        if (request.Instructions.Count > 0) estimate.AddMessage();
        foreach (var instruction in request.Instructions) estimate.AddText(instruction.Text);
        foreach (var turn in request.Turns)
        {
            estimate.AddMessage();
            foreach (var part in turn.Parts) Add(part, estimate);
        }

        foreach (var tool in request.Tools) Add(tool, estimate);
        if (request.OutputFormat is { Schema.IsAbsent: false } format) estimate.AddSchema(format.Schema);
        return estimate.Total;
    }

    private static void Add(Part part, TokenEstimate estimate)
    {
        switch (part)
        {
            case TextPart text:
                estimate.AddText(text.Text);
                break;
            case RefusalPart refusal:
                estimate.AddText(refusal.Text);
                break;
            case ReasoningPart { Text.IsEmpty: true, Seal: { } seal }:
                estimate.AddTokens(seal.Data.Escaped.Length / SealedCharactersOfToken);
                break;
            case ReasoningPart reasoning:
                estimate.AddText(reasoning.Text);
                break;
            case ToolCallPart call:
                estimate.AddText(System.Text.Encoding.UTF8.GetBytes(call.Name));
                if (call.ArgumentsText is { } arguments) estimate.AddText(arguments);
                else estimate.AddJson(call.Arguments);
                break;
            case ToolResultPart result:
                if (result.Content.Count == 0) estimate.AddJson(result.Value);
                foreach (var piece in result.Content) Add(piece, estimate);
                break;
            case MediaPart media:
                Add(media, estimate);
                break;
            case ForeignPart foreign:
                estimate.AddJson(foreign.Raw);
                break;
        }
    }

    private static void Add(MediaPart media, TokenEstimate estimate)
    {
        if (media.PlainText is { } plain)
        {
            estimate.AddText(plain);
            return;
        }

        long bytes = (media.Data?.Escaped.Length ?? 0) * 3L / 4;
        switch (media.Kind)
        {
            case MediaKind.Image:
                estimate.AddImage(SizeOf(media), media.Detail == "low");
                break;
            case MediaKind.Document:
                estimate.AddDocument(bytes > 0 ? bytes : BytesOfUnseenDocument);
                break;
            case MediaKind.Audio:
                estimate.AddTokens(1 + bytes / BytesOfAudioToken);
                break;
            default:
                estimate.AddTokens(1 + bytes / BytesOfVideoToken);
                break;
        }
    }

    private static ImageSize? SizeOf(MediaPart media) => media.Data is { } data
        ? ImageHeader.Read(data.Escaped, isBase64: true)
        : media.Url is { } url && DataUrl.TryParse(url.Token.ToArray(), out var inline) ? inline.ReadImageSize() : null;

    private static void Add(Tool tool, TokenEstimate estimate)
    {
        if (tool.Kind == ToolKind.Hosted)
        {
            estimate.AddTool(default, default, tool.Raw);
            return;
        }

        estimate.AddTool(JsonText.From(tool.Name), tool.Description ?? default, tool.Kind == ToolKind.Custom ? tool.Format : tool.Parameters);
    }
}
