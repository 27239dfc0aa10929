using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Reads one whole answer, or the response object of a stream's event.</summary>
internal static class ResponsesAnswerReader
{
    public static ChatAnswer Read(ReadOnlyMemory<byte> body)
    {
        var value = new JsonSlice(body.Trim(" \t\r\n"u8));
        if (value.Kind != JsonTokenType.StartObject) throw new ProtocolException("The answer must be a JSON object.");
        var response = new ResponsesMembers(value);
        var output = response.Take("output");
        var error = Error(response);
        if (output.Kind != JsonTokenType.StartArray && error is not null) output = new JsonSlice("[]"u8.ToArray());
        if (output.Kind != JsonTokenType.StartArray) throw new ProtocolException("The answer has no output.", "output");
        var parts = new List<Part>();
        long searches = 0;
        int at = 0;
        var cursor = new ChatCursor(output.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            var item = ResponsesItemReader.ReadOutput(cursor.Value(), $"output[{at++}]");
            item.AddTo(parts);
            if (IsSearch(item)) searches++;
        }

        return new ChatAnswer
        {
            Id = Word(response, "id") ?? "",
            Model = Word(response, "model") ?? "",
            Parts = parts,
            StopReason = Stop(response, parts.Exists(part => part is ToolCallPart), parts.Exists(part => part is RefusalPart)),
            Error = error,
            Usage = Usage(response, searches),
        };
    }

    /// <summary>Why a response says that it failed; null where it does not.</summary>
    public static GatewayError? Error(ResponsesMembers response)
    {
        string? status = Word(response, "status");
        if (status is not ("failed" or "cancelled")) return null;
        var inner = response.Look("error");
        var members = inner.Kind == JsonTokenType.StartObject ? new ResponsesMembers(inner) : response;
        string? code = Word(members, "code");
        string message = Word(members, "message") is { Length: > 0 } told ? told : status == "failed" ? "The upstream failed." : "The upstream cancelled the answer.";
        return new GatewayError(ResponsesWords.Error(code), ErrorOrigin.Upstream, message) { Code = code };
    }

    /// <summary>Whether the provider has searched the web in this item; opening a page found before is the same kind of item.</summary>
    public static bool IsSearch(in ResponsesItem item)
    {
        if (item.Only is not ForeignPart { Type: "web_search_call" } call) return false;
        var action = new ResponsesMembers(call.Raw).Look("action");
        return action.Kind != JsonTokenType.StartObject || Word(new ResponsesMembers(action), "type") is not ("open_page" or "find_in_page" or "find");
    }

    public static Usage? Usage(ResponsesMembers response, long searches)
    {
        var counts = response.Look("usage");
        if (counts.Kind != JsonTokenType.StartObject || new ResponsesUsage().Read(counts.Span) is not { } usage) return null;
        return usage with { WebSearches = searches };
    }

    public static StopReason Stop(ResponsesMembers response, bool hasCalls, bool hasRefusal)
    {
        var details = response.Look("incomplete_details");
        string? reason = details.Kind == JsonTokenType.StartObject ? Word(new ResponsesMembers(details), "reason") : null;
        return ResponsesWords.Stop(Word(response, "status"), reason, hasCalls, hasRefusal);
    }

    /// <summary>A member's text; null where it has none.</summary>
    public static string? Word(ResponsesMembers members, string name) =>
        members.Look(name) is { Kind: JsonTokenType.String } value ? new JsonText(value.Memory).ToString() : null;
}
