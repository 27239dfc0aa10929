using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>How one protocol asks, answers, streams and refuses, as its published clients expect it.</summary>
/// <remarks>Reads gateways of any make, so it shares nothing with the codecs that Gantry itself serves with.</remarks>
internal abstract class Dialect(string model)
{
    /// <summary>The model that the requests name.</summary>
    public string Model { get; } = model;

    /// <summary>The dialect of a protocol.</summary>
    public static Dialect Of(Protocol protocol, string model) => protocol switch
    {
        Protocol.Chat => new ChatDialect(model),
        Protocol.Responses => new ResponsesDialect(model),
        Protocol.Messages => new MessagesDialect(model),
        Protocol.Gemini => new GeminiDialect(model),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "Not a protocol that clients speak to gateways."),
    };

    public abstract Protocol Protocol { get; }

    /// <summary>The placement that the protocol's first-party client uses.</summary>
    public abstract KeyPlacement UsualKey { get; }

    /// <summary>Placements that clients in use send for this protocol.</summary>
    public abstract IReadOnlyList<KeyPlacement> OwnKeys { get; }

    /// <summary>The same dialect asking for another model.</summary>
    public abstract Dialect ForModel(string model);

    /// <summary>Where generation is asked for, without body.</summary>
    public abstract Call Generate(bool stream);

    /// <summary>A body that asks one question.</summary>
    public abstract JsonObject Ask(string prompt);

    /// <summary>A body that forces a call of <see cref="ToolUse.Offered"/>.</summary>
    public abstract JsonObject AskTool();

    /// <summary>The turn after <see cref="AskTool"/>: the answer echoed as it came, then the tool's result.</summary>
    public abstract JsonObject AnswerTool(JsonNode toolAnswer);

    /// <summary>A body that asks for two calls of the tool at once.</summary>
    public abstract JsonObject AskTools();

    /// <summary>A body whose answer may be no longer than this.</summary>
    public abstract JsonObject AskLimited(string prompt, int tokens);

    /// <summary>What is wrong with how an answer says that it met its limit; null for nothing.</summary>
    public abstract string? LimitFault(JsonNode? answer);

    /// <summary>A body whose answer ends before a word; null when the protocol knows no such thing.</summary>
    public abstract JsonObject? AskStopping(string prompt, string word);

    /// <summary>A body whose answer has to follow a schema.</summary>
    public abstract JsonObject AskShaped(string prompt, JsonObject schema);

    /// <summary>A body that shows a picture.</summary>
    /// <param name="prompt">What is asked about it.</param>
    /// <param name="png">The picture in base64.</param>
    public abstract JsonObject AskAbout(string prompt, string png);

    /// <summary>The call with its body; a stream is asked for in the protocol's way, usage included.</summary>
    public virtual Call Request(JsonObject body, bool stream) => Generate(stream).With(body);

    /// <summary>What is wrong with the shape of a whole answer; null for nothing.</summary>
    public abstract string? ShapeFault(JsonNode? answer);

    public abstract string Text(JsonNode? answer);

    public abstract TokenCounts? Usage(JsonNode? answer);

    /// <summary>The first tool call of a whole answer; null for none.</summary>
    public ToolUse? Tool(JsonNode? answer) => Tools(answer) is [var first, ..] ? first : null;

    public abstract IReadOnlyList<ToolUse> Tools(JsonNode? answer);

    /// <summary>The id of a whole answer; null in protocols, or from servers, that give none.</summary>
    public abstract string? Id(JsonNode? answer);

    public abstract StreamReading Read(IReadOnlyList<SseFrame> frames);

    /// <summary>The statuses that the protocol's clients understand for a mistake.</summary>
    public virtual IReadOnlyList<int> Statuses(ErrorCase mistake) => mistake switch
    {
        ErrorCase.BadKey => [401],
        ErrorCase.UnknownModel => [404],
        _ => [400],
    };

    /// <summary>What is wrong with an error body; null for nothing.</summary>
    public abstract string? ErrorFault(JsonNode? body, int status, ErrorCase mistake);

    /// <summary>Counts the tokens of a question; null when the protocol has no such call.</summary>
    public abstract Call? CountTokens(string prompt);

    /// <summary>The count in the answer to <see cref="CountTokens"/>.</summary>
    public abstract long? Counted(JsonNode? answer);

    public abstract Call ListModels();

    public abstract string? ModelListFault(JsonNode? answer);

    public abstract Call ShowModel();

    public abstract string? ModelFault(JsonNode? answer);

    /// <summary>The model id as a path segment: ids of resellers contain slashes.</summary>
    protected string ModelSegment => Uri.EscapeDataString(Model);
}
