using Gantry.Billing;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>
/// A stream on its way through the relay lane. What only opens the answer is held back until content comes: until then the answer can still
/// be another's, and a failure have a true status.
/// </summary>
internal sealed class RelayedStream(Exchange exchange, ClientStream stream, ResponseFraming framing, IResponseMeter meter, UsageChunkHider? filter, bool holds) : IDisposable
{
    // More than any preamble; what is larger is content that the meter does not know.
    private const int MostHeld = 64 * 1024;

    private PooledBytes? _held = holds ? new PooledBytes(1024) : null;
    private ReadOnlyMemory<byte> _passing;
    private long _heldSince;

    public Exchange Exchange => exchange;

    public ClientStream Stream => stream;

    public ResponseFraming Framing => framing;

    public IResponseMeter Meter => meter;

    /// <summary>Nothing of the answer has left.</summary>
    public bool IsHeld => _held is not null;

    /// <summary>Something of the answer has come and waits.</summary>
    public bool HoldsBytes => _held is { Length: > 0 };

    /// <summary>The error that the answer is, as long as nothing of it has left; null where it is none, or one that the client has to read itself.</summary>
    public UpstreamError? Failure { get; private set; }

    /// <summary>Since when it waits; monotonic.</summary>
    public long HeldSince(TimeProvider time) => _heldSince = _heldSince == 0 ? time.GetTimestamp() : _heldSince;

    /// <summary>Takes what was read; it leaves with the next <see cref="SendAsync"/>, or waits.</summary>
    public void Take(ReadOnlyMemory<byte> bytes)
    {
        _passing = filter?.Pass(bytes.Span) ?? bytes;
        exchange.ResponseBytes += _passing.Length;
        if (_held is null)
        {
            return;
        }

        Hold();
        Judge();
    }

    /// <summary>The stream has ended: takes what the filter had kept.</summary>
    public void Complete()
    {
        if (filter is not null)
        {
            _passing = filter.Rest();
            exchange.ResponseBytes += _passing.Length;
        }

        if (_held is not null)
        {
            Hold();
            Judge();
        }
    }

    /// <summary>Sends what has been taken, unless it has to wait.</summary>
    public ValueTask SendAsync(CancellationToken cancellation)
    {
        if (_held is null)
        {
            return stream.WriteAsync(_passing, cancellation);
        }

        var reading = meter.Reading;
        var opened = reading.ContentSeen || reading.TerminalSeen || reading.StopReason is not null || reading.InBandError is not null || _held.Length > MostHeld;
        return opened ? ReleaseAsync(cancellation) : default;
    }

    /// <summary>Sends whatever waits; from now on everything leaves as it comes.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancellation)
    {
        if (_held is not { } held)
        {
            if (filter is not null)
            {
                await stream.WriteAsync(_passing, cancellation);
                _passing = default;
            }

            return;
        }

        _held = null;
        using (held)
        {
            await stream.WriteAsync(held.Bytes, cancellation);
        }
    }

    public void Dispose() => _held?.Dispose();

    private void Judge()
    {
        if (meter.Reading is { InBandError: not null, ContentSeen: false })
        {
            Failure = Told();
        }
    }

    private void Hold()
    {
        _passing.CopyTo(_held!.GetMemory(_passing.Length));
        _held.Advance(_passing.Length);
        _passing = default;
    }

    /// <summary>The error in the words of its protocol. One that concerns the request itself is left to the client: it reads those words.</summary>
    private UpstreamError? Told()
    {
        var bytes = _held!.Bytes.Span;
        UpstreamError? found = null;
        switch (framing)
        {
            case ResponseFraming.Sse:
                var events = new SseScanner(MostHeld);
                while (found is null && events.TryRead(ref bytes, out var step))
                {
                    found = UpstreamErrors.ReadEvent(exchange.Route.Route.Protocol, step.Name, step.Data);
                }

                events.Release();
                // Google's errors come bare, without the words of an event.
                found ??= UpstreamErrors.ReadEvent(exchange.Route.Route.Protocol, default, _held.Bytes.Span);
                break;
            case ResponseFraming.JsonArray:
                var elements = new JsonArrayScanner(MostHeld);
                while (found is null && elements.TryRead(ref bytes, out var element))
                {
                    found = UpstreamErrors.ReadEvent(exchange.Route.Route.Protocol, default, element);
                }

                elements.Release();
                break;
        }

        if (found is null || Outcomes.OfError(found.Kind, content: false) != AttemptOutcome.RequestRefused)
        {
            return found;
        }

        exchange.AttemptOutcome = AttemptOutcome.RequestRefused;
        return null;
    }
}
