using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Faults that can stand in any answer. Each returns null for none, so that they chain with <c>??</c>.</summary>
internal static class Faults
{
    /// <summary>No answer, or one that broke off.</summary>
    public static string? Broken(Answer answer) => answer.Broken is { } broken ? $"no complete answer: {broken}" : null;

    /// <summary>Not an answer with one of these statuses, read to its end.</summary>
    public static string? Status(Answer answer, params IReadOnlyList<int> expected) =>
        Broken(answer) ?? (expected.Contains(answer.Status) ? null : $"status {answer.Status}, expected {string.Join(" or ", expected)}");

    /// <summary>Not a successful whole answer in JSON.</summary>
    public static string? Json(Answer answer) =>
        Status(answer, 200)
        ?? (answer.Json is null ? "the body is not JSON" : null)
        ?? (answer.MediaType == "application/json" ? null : $"content-type is \"{answer.MediaType}\", expected application/json");

    /// <summary>Not a successful whole answer of the dialect.</summary>
    public static string? Whole(Dialect dialect, Answer answer) => Json(answer) ?? dialect.ShapeFault(answer.Json);

    /// <summary>Not a stream with events.</summary>
    public static string? Stream(Answer answer) => Status(answer, 200) ?? (answer.Frames.Count == 0 ? "there are no events" : null);

    /// <summary>No text where there should be one.</summary>
    public static string? Text(string text) => text.Length == 0 ? "the text is empty" : null;

    /// <summary>No usage, or one that cannot be true.</summary>
    public static string? Usage(TokenCounts? usage) => usage is null ? "usage is missing" : usage.Fault;

    /// <summary>Not the count of a question's tokens.</summary>
    public static string? Count(Dialect dialect, Answer answer) =>
        Json(answer) ?? (dialect.Counted(answer.Json) is > 0 ? null : "the count is missing or zero");

    /// <summary>Not a call of the offered tool with an object as arguments.</summary>
    public static string? Tool(Dialect dialect, ToolUse? tool) =>
        tool is null ? "no tool call came back"
        : tool.Name != ToolUse.Offered ? $"the call names \"{tool.Name}\""
        : dialect is not GeminiDialect && string.IsNullOrEmpty(tool.Id) ? "the call has no id"
        : !JsonReading.IsObject(tool.Arguments) ? "the arguments are not a JSON object"
        : null;

    /// <summary>Not two calls of the offered tool that a client can tell apart.</summary>
    public static string? Tools(Dialect dialect, IReadOnlyList<ToolUse> tools) =>
        tools.Count < 2 ? $"{tools.Count} tool call{(tools.Count == 1 ? "" : "s")} came back, expected 2"
        : tools.Select(tool => Tool(dialect, tool)).FirstOrDefault(fault => fault is not null) is { } fault ? fault
        : tools.Select(tool => tool.Id).OfType<string>().GroupBy(id => id, StringComparer.Ordinal).Any(same => same.Count() > 1) ? "two calls share one id"
        : tools.Select(tool => tool.Arguments).Distinct(StringComparer.Ordinal).Count() < 2 ? "the calls have the same arguments"
        : null;

    /// <summary>Not the refusal that a mistake deserves.</summary>
    public static string? Refusal(Dialect dialect, Answer answer, ErrorCase mistake) =>
        Status(answer, [.. dialect.Statuses(mistake)])
        ?? (answer.Json is null ? "the body is not JSON" : dialect.ErrorFault(answer.Json, answer.Status, mistake));

    /// <summary>Not a refusal that tells a client to wait.</summary>
    public static string? Limited(Dialect dialect, Answer answer) =>
        NoError(answer)
        ?? dialect.ErrorFault(answer.Json, answer.Status, ErrorCase.Limited)
        ?? (answer.Header("retry-after").Length > 0 || answer.Header("retry-after-ms").Length > 0 ? null : "retry-after is missing");

    /// <summary>No error object, which every protocol calls <c>error</c>.</summary>
    public static string? NoError(Answer answer) => answer.Json.At("error") is JsonObject ? null : "the body holds no error";

    /// <summary>No header that names the request.</summary>
    public static string? RequestId(Answer answer) =>
        answer.Header("x-request-id").Length > 0 || answer.Header("request-id").Length > 0 ? null : "neither x-request-id nor request-id";

    /// <summary>Bytes that are not UTF-8, or characters that a decoder gave up on.</summary>
    public static string? Utf8(Answer answer) => answer.IsSoundUtf8() ? null : "the body holds broken characters";
}
