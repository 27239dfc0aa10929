using Gantry.Protocols;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Relay.State;

namespace Gantry.Relay;

/// <summary>
/// Continues conversations in the place of upstreams that cannot: puts what was said before in front of a request, and keeps the answer. An
/// upstream that speaks Responses goes on doing it itself; only what came from here is resolved for it.
/// </summary>
internal sealed class ConversationStates(ResponseStates states)
{
    /// <summary>Resolves what the request refers to and puts the result in the place of its body.</summary>
    /// <param name="exchange">The exchange; its body must be read.</param>
    /// <param name="translated">The upstream speaks another protocol.</param>
    /// <returns>Why it cannot be done, or null.</returns>
    public GatewayError? Prepare(Exchange exchange, bool translated)
    {
        var bytes = exchange.Body!.Bytes;
        if (!translated && !MayRefer(bytes.Span))
        {
            return null;
        }

        var members = JsonCut.Members(bytes);
        if (translated && Unsupported(members) is { } refusal)
        {
            return refusal;
        }

        var previousId = JsonCut.Text(JsonCut.Member(members, "previous_response_id"));
        var previous = previousId is null ? null : states.Find(exchange.Key!.TenantId, previousId);
        if (translated && previousId is not null && previous is null)
        {
            return Unknown(previousId);
        }

        var compacts = translated && exchange.Route.Route.Operation == Operation.Compact;
        var stores = translated && !compacts && JsonCut.Member(members, "store") is not { Length: > 0, Span: [(byte)'f', ..] };
        var says = previous is not null || compacts || Mentions(bytes.Span);
        if (!says)
        {
            exchange.Conversation = translated
                ? new ConversationState { PreviousId = Turn(exchange)?.PreviousId, Stores = stores, Input = stores ? Transcript.Write(Transcript.Read(JsonCut.Member(members, "input"))) : null }
                : null;
            return null;
        }

        var earlier = previous?.Conversation() ?? [];
        var later = Transcript.Read(JsonCut.Member(members, "input"));
        if (Resolve(exchange, earlier, later, translated) is { } missing)
        {
            return missing;
        }

        var items = Transcript.Join(earlier, later);
        compacts |= translated && items is [.., { Type: TranscriptItem.Trigger }];
        items.RemoveAll(item => translated && item.Type == TranscriptItem.Trigger);
        exchange.Conversation = !translated ? null : new ConversationState
        {
            PreviousId = previousId ?? Turn(exchange)?.PreviousId,
            Stores = stores,
            Input = stores || compacts ? Transcript.Write(items) : null,
            Compacts = compacts,
            Replays = compacts && exchange.Streamed,
        };
        return Replace(exchange, members, items, previous is not null, compacts);
    }

    /// <summary>Keeps a whole answer, before its last bytes leave: a client may continue it at once.</summary>
    public void Keep(Exchange exchange, ReadOnlyMemory<byte> response)
    {
        if (exchange.Conversation is not { Stores: true, Input: { } input } || JsonCut.Text(JsonCut.Member(response, "id")) is not { } id)
        {
            return;
        }

        states.Put(new ResponseState { AccountId = exchange.Key!.TenantId, Id = id, Input = input, Response = response.ToArray() });
    }

    /// <summary>Keeps the answer that the last events of a stream carry.</summary>
    public void KeepStreamed(Exchange exchange, ReadOnlySpan<byte> events)
    {
        if (exchange.Conversation is not { Stores: true })
        {
            return;
        }

        var scanner = new SseScanner(int.MaxValue);
        while (scanner.TryRead(ref events, out var sse))
        {
            if (sse.Name.SequenceEqual("response.completed"u8) || sse.Name.SequenceEqual("response.incomplete"u8))
            {
                Keep(exchange, JsonCut.Member(sse.Data.ToArray(), "response"));
            }
        }
    }

    /// <summary>No response of this id can be continued by this account. Clients send everything again then; the words are the vendor's.</summary>
    public static GatewayError Unknown(string id) => new(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"Previous response with id '{id}' not found.")
    {
        Code = "previous_response_not_found",
        Param = "previous_response_id",
    };

    private static bool MayRefer(ReadOnlySpan<byte> body) => body.IndexOf("previous_response_id"u8) >= 0 || Mentions(body);

    private static bool Mentions(ReadOnlySpan<byte> body) =>
        body.IndexOf(CompactionSeal.Prefix) >= 0 || body.IndexOf("\"item_reference\""u8) >= 0 || body.IndexOf("\"compaction_trigger\""u8) >= 0;

    private static SocketTurn? Turn(Exchange exchange) => exchange.Http.Features.Get<SocketTurn>();

    private static GatewayError? Unsupported(List<KeyValuePair<string, ReadOnlyMemory<byte>>> members)
    {
        if (!JsonCut.Member(members, "conversation").IsEmpty)
        {
            return Refuse("conversation", JsonCut.Member(members, "previous_response_id").IsEmpty
                ? "Conversation objects are not kept here. Send the conversation as input, or continue a response with previous_response_id."
                : "'previous_response_id' and 'conversation' exclude each other. Send only previous_response_id.");
        }

        if (JsonCut.Member(members, "background") is { Length: > 0, Span: [(byte)'t', ..] })
        {
            return Refuse("background", "This model's upstream cannot answer in the background. Leave 'background' out; with 'stream' long answers arrive as they are made.");
        }

        if (JsonCut.Member(members, "previous_response_id") is { Length: > 0, Span: not [(byte)'"', ..] })
        {
            return Refuse("previous_response_id", "'previous_response_id' must be the id of a response, as a text.");
        }

        return JsonCut.Member(members, "prompt").IsEmpty
            ? null
            : Refuse("prompt", "Prompt templates are kept at OpenAI and are not known to this model's upstream. Send their text as instructions and input.");
    }

    private GatewayError? Resolve(Exchange exchange, List<TranscriptItem> earlier, List<TranscriptItem> later, bool translated)
    {
        for (var i = 0; i < later.Count; i++)
        {
            if (!later[i].IsReference)
            {
                continue;
            }

            var id = later[i].Id!;
            var at = earlier.FindIndex(item => item.Id == id);
            if (at >= 0)
            {
                // It stands there already; saying it again changes nothing.
                later[i] = earlier[at];
            }
            else if (states.FindItem(exchange.Key!.TenantId, id) is { } item)
            {
                later[i] = item;
            }
            else if (translated)
            {
                return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"Item with id '{id}' not found. Send the item itself.") { Param = $"input[{i}].id" };
            }
        }

        return null;
    }

    private static GatewayError? Replace(
        Exchange exchange, List<KeyValuePair<string, ReadOnlyMemory<byte>>> members, List<TranscriptItem> items, bool continues, bool compacts)
    {
        var sent = CompactionSeal.Expand(items);
        var hasTools = !JsonCut.Member(members, "tools").IsEmpty;
        members.RemoveAll(member => member.Key == "input" || (member.Key == "previous_response_id" && continues)
            || (compacts && member.Key is "stream" or "stream_options" or "tool_choice" or "text" or "store"));
        members.Add(new("input", Transcript.Write(compacts ? [.. sent, CompactionAnswer.Ask] : sent)));
        if (compacts && hasTools)
        {
            // The tools stay: results in the history belong to them, and the upstream's prompt cache holds them.
            members.Add(new("tool_choice", "\"none\""u8.ToArray()));
        }

        return RequestReading.Replace(exchange, JsonCut.Object(members));
    }

    private static GatewayError Refuse(string param, string message) => new(ErrorKind.InvalidRequest, ErrorOrigin.Client, message) { Param = param };
}
