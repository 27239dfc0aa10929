using Gantry.Captures;

namespace Gantry.Relay;

/// <summary>Collects one request and its answer, for a key that wants them kept.</summary>
/// <param name="request">The body, decoded.</param>
/// <param name="expires">When what is kept ends.</param>
internal sealed class RunningCapture(ReadOnlySpan<byte> request, DateTimeOffset expires) : IDisposable
{
    private readonly CapturedBody _request = new(request[..Math.Min(request.Length, CapturedBody.Most)].ToArray(), request.Length);
    private readonly PooledBytes _answer = new(0);
    private long _length;

    /// <summary>Bytes are about to leave for the client. One caller at a time.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        var kept = bytes[..Math.Min(bytes.Length, CapturedBody.Most - _answer.Length)];
        if (kept.IsEmpty) return;
        kept.CopyTo(_answer.GetSpan(kept.Length));
        _answer.Advance(kept.Length);
    }

    public Capture Finish(string requestId, Guid account, Guid key) => new()
    {
        RequestId = requestId,
        AccountId = account,
        KeyId = key,
        ExpiresAt = expires,
        Request = _request,
        Answer = new CapturedBody(_answer.Bytes.ToArray(), _length),
    };

    public void Dispose() => _answer.Dispose();
}
