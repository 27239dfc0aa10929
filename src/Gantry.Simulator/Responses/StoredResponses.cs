using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Responses;

/// <summary>Responses kept for later reading, as with <c>store: true</c>; the oldest go when there are too many.</summary>
internal sealed class StoredResponses
{
    private const int Capacity = 1000;
    private readonly ConcurrentDictionary<string, (string Json, string Input)> _byId = new();
    private readonly ConcurrentQueue<string> _order = new();

    public void Keep(Turn turn, string json)
    {
        if (turn.Prompt.Body.Member("store").ValueKind == JsonValueKind.False) return;
        _byId[turn.AnswerId] = (json, InputItems(turn));
        _order.Enqueue(turn.AnswerId);
        if (_byId.Count > Capacity && _order.TryDequeue(out var oldest)) _byId.TryRemove(oldest, out _);
    }

    /// <exception cref="BadPromptException">The request continues a response that is not kept.</exception>
    public void CheckPrevious(JsonElement body)
    {
        if (body.Text("previous_response_id") is { } id && !_byId.ContainsKey(id))
        {
            throw new BadPromptException($"Previous response with id '{id}' not found.", "previous_response_id");
        }
    }

    /// <summary>Answers as the vendor does: sealed reasoning is refused where the model has none.</summary>
    public Reply Reply(string method, string id, string? action, IReadOnlyList<string?> include)
    {
        if (!_byId.TryGetValue(id, out var kept)) return Error(404, $"Response with id '{id}' not found.");
        if (include.Contains("reasoning.encrypted_content") && !kept.Json.Contains("\"type\":\"reasoning\"", StringComparison.Ordinal))
        {
            return Error(400, "Encrypted content is not supported with this model.", "include");
        }

        switch (method, action)
        {
            case ("POST", _):
                return Error(400, "Cannot cancel a synchronous response.");
            case ("DELETE", _):
                _byId.TryRemove(id, out _);
                return Json(200, $$"""{"id":"{{id}}","object":"response","deleted":true}""");
            default:
                return Json(200, action is null ? kept.Json : kept.Input);
        }
    }

    private static string InputItems(Turn turn)
    {
        var input = turn.Prompt.Body.Member("input");
        var items = input.ValueKind == JsonValueKind.String
            ? [$$"""{"id":"{{turn.Ids.Hex("msg_", 48)}}","type":"message","status":"completed","content":[{"type":"input_text","text":{{input.GetRawText()}}}],"role":"user"}"""]
            : input.Items().Select(item => item.GetRawText()).ToList();
        var first = input.Items().FirstOrDefault().Text("id");
        var last = input.Items().LastOrDefault().Text("id");
        return $$"""{"object":"list","data":[{{string.Join(',', items)}}],"first_id":{{JsonText.Quote(first)}},"last_id":{{JsonText.Quote(last)}},"has_more":false}""";
    }

    private static Reply Error(int status, string message, string? param = null) =>
        Json(status, Chat.ErrorBody.Write(new Refusal(RefusalKind.BadRequest, message) { Status = status, Param = param }).Body);

    private static Reply Json(int status, string body) => new() { Status = status, ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body) };
}
