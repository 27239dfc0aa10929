using System.Text;

namespace Gantry.Relay.Replays;

/// <summary>A complete answer as it lies in its file.</summary>
/// <param name="Head">Status and headers.</param>
/// <param name="RequestId">The request that it was made for.</param>
/// <param name="CostNanos">What that was charged; null where nothing could be.</param>
/// <param name="Body">Every byte that the client was told, keep-alives apart.</param>
internal sealed record ReplayAnswer(ReplayHead Head, string RequestId, long? CostNanos, ReadOnlyMemory<byte> Body)
{
    private const long NoCost = -1;

    public byte[] Write()
    {
        var stream = new MemoryStream(Body.Length + 1024);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Head.Status);
        writer.Write(RequestId);
        writer.Write(CostNanos ?? NoCost);
        writer.Write(Head.Headers.Count);
        foreach (var (name, value) in Head.Headers)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(Body.Span);
        return stream.ToArray();
    }

    /// <exception cref="IOException">These are no such bytes.</exception>
    public static ReplayAnswer Read(byte[] bytes)
    {
        var stream = new MemoryStream(bytes, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var status = reader.ReadInt32();
        var requestId = reader.ReadString();
        var cost = reader.ReadInt64();
        var headers = new List<KeyValuePair<string, string>>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            headers.Add(new(reader.ReadString(), reader.ReadString()));
        }

        var body = bytes.AsMemory((int)stream.Position);
        return new ReplayAnswer(new ReplayHead(status, headers, body.Length), requestId, cost == NoCost ? null : cost, body);
    }
}
