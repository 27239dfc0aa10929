using Gantry.Relay.State;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>What one connection knows of its conversation, even where nothing is to be stored: it lives as long as the connection.</summary>
internal sealed class SocketConversation(Guid accountId, Guid scope, ResponseStates states, StoredResponses stored) : IDisposable
{
    // The last one is continued; the one before it is, where a client takes its last turn back.
    private const int Most = 2;

    private readonly Queue<string> _ids = new();

    /// <summary>Puts what was said before in front of a turn's own items.</summary>
    /// <param name="members">The members of the client's event.</param>
    /// <returns>The turn, or why there is none.</returns>
    public (SocketInput? Input, GatewayError? Refusal) Join(List<KeyValuePair<string, ReadOnlyMemory<byte>>> members)
    {
        var later = Transcript.Read(JsonCut.Member(members, "input"));
        if (JsonCut.Text(JsonCut.Member(members, "previous_response_id")) is not { } id)
        {
            // A whole conversation takes the place of the one before, as it does after the client has shortened it.
            return (new SocketInput(Transcript.Join([], Resolve([], later)), null, null), null);
        }

        if (states.Find(accountId, id, scope) is { } previous)
        {
            var earlier = previous.Conversation();
            return (new SocketInput(Transcript.Join(earlier, Resolve(earlier, later)), id, previous.UpstreamBase), null);
        }

        return stored.Knows(accountId, id) ? (new SocketInput(later, id, id), null) : (null, ConversationStates.Unknown(id));
    }

    /// <summary>Keeps a finished turn.</summary>
    /// <param name="input">What it was made from.</param>
    /// <param name="response">The response as it was sent.</param>
    /// <param name="isRelayed">An upstream that speaks Responses made it.</param>
    public void Keep(SocketInput input, ReadOnlyMemory<byte> response, bool isRelayed)
    {
        if (JsonCut.Text(JsonCut.Member(response, "id")) is not { } id || states.Find(accountId, id) is not null)
        {
            return;
        }

        // Who made it keeps it: a name is enough there.
        var isKept = isRelayed && JsonCut.Member(response, "store") is { Length: > 0, Span: [(byte)'t', ..] };
        states.Put(new ResponseState
        {
            AccountId = accountId,
            Id = id,
            Scope = scope,
            Input = isKept ? "[]"u8.ToArray() : Transcript.Write(input.Items),
            Response = isKept ? "{}"u8.ToArray() : response.ToArray(),
            UpstreamBase = isKept ? id : input.UpstreamBase,
            IsRelayed = isRelayed,
        });
        _ids.Enqueue(id);
        if (_ids.Count > Most)
        {
            states.Remove(accountId, _ids.Dequeue(), scope);
        }
    }

    public void Dispose()
    {
        while (_ids.TryDequeue(out var id))
        {
            states.Remove(accountId, id, scope);
        }
    }

    private List<TranscriptItem> Resolve(List<TranscriptItem> earlier, List<TranscriptItem> later) =>
        [.. later.Select(item => !item.IsReference ? item
            : earlier.FindIndex(known => known.Id == item.Id) is >= 0 and var at ? earlier[at]
            : states.FindItem(accountId, item.Id!, scope) ?? item)];
}
