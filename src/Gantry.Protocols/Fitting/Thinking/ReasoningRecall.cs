using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>The side store in the words of one exchange: by the ids that the client saw, or by what the model said in a turn without calls.</summary>
internal sealed class ReasoningRecall(FitScope scope)
{
    private const int LongestOnStack = 128;

    private ulong? _owner;

    /// <summary>There is a store to ask.</summary>
    public bool IsPresent => scope.Source.Memory is not null;

    public IReadOnlyList<ReasoningBlob>? OfCall(string id)
    {
        if (id.Length == 0 || scope.Source.Memory is not { } memory) return null;
        return Holds(memory) ? memory.Recall(Key(id)) : null;
    }

    public IReadOnlyList<ReasoningBlob>? OfTurn(Turn turn)
    {
        if (scope.Source.Memory is not { } memory || !Holds(memory)) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool isEmpty = true;
        for (int i = 0; i < turn.Parts.Count; i++)
        {
            if (turn.Parts[i] is not TextPart { Text.IsEmpty: false } text) continue;
            isEmpty = false;
            Append(hash, text.Text.Token);
        }

        return isEmpty ? null : memory.Recall(TurnKey(hash));
    }

    public void RememberCall(string id, IReadOnlyList<ReasoningBlob> blobs)
    {
        if (id.Length > 0) scope.Source.Memory?.Remember(Key(id), blobs);
    }

    /// <param name="said">Everything that was said, escaped as in a string token, without the quotes.</param>
    /// <param name="blobs">What the turn held.</param>
    public void RememberTurn(ReadOnlySpan<byte> said, IReadOnlyList<ReasoningBlob> blobs)
    {
        if (scope.Source.Memory is not { } memory || said.IsEmpty) return;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, [(byte)'"', .. said, (byte)'"']);
        memory.Remember(TurnKey(hash), blobs);
    }

    // Many tenants never send what is worth a place there: a history of theirs needs no hashes.
    private bool Holds(ReasoningMemory memory) => memory.Holds(_owner ??= ReasoningKey.OwnerOf(scope.Source.Tenant));

    private ReasoningKey Key(string id)
    {
        Span<byte> room = stackalloc byte[LongestOnStack * 3];
        ReadOnlySpan<byte> bytes = id.Length <= LongestOnStack ? room[..Encoding.UTF8.GetBytes(id, room)] : Encoding.UTF8.GetBytes(id);
        return ReasoningKey.ForCall(_owner ??= ReasoningKey.OwnerOf(scope.Source.Tenant), scope.Source.Tenant, scope.Asked.Model, bytes);
    }

    private ReasoningKey TurnKey(IncrementalHash hash) => ReasoningKey.ForTurn(scope.Source.Tenant, scope.Asked.Model, hash.GetHashAndReset());

    // Clients escape as they like: what counts is the text itself.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> token)
    {
        if (token.IndexOf((byte)'\\') < 0)
        {
            hash.AppendData(token[1..^1]);
            return;
        }

        byte[] room = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            var reader = new Utf8JsonReader(token);
            reader.Read();
            hash.AppendData(room.AsSpan(0, reader.CopyString(room)));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate has no other form than its escape.
            hash.AppendData(token[1..^1]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }
}
