using System.Buffers;
using System.IO.Pipelines;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>The client's body: read whole before anything is sent upstream, decoded, bounded, in one pooled buffer.</summary>
/// <remarks>
/// Whole, because behind an unread upload a disconnect cannot be seen (reliability §0), and because the model may stand last in it.
/// </remarks>
internal sealed class RequestBody : IDisposable
{
    private const int FirstRent = 16 * 1024;
    private const int UnpackStep = 64 * 1024;
    private readonly BodyBudget _budget;
    private byte[] _buffer = [];
    private int _length;

    private RequestBody(BodyBudget budget) => _budget = budget;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads the body to its end.</summary>
    /// <returns>The body, or the refusal: 413 over <paramref name="limit"/> decoded bytes, 415 for an encoding that is not known, 503 where there is no memory for it.</returns>
    /// <exception cref="IOException">The client's connection broke.</exception>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public static async ValueTask<(RequestBody? Body, GatewayError? Refusal)> ReadAsync(HttpRequest request, int limit, BodyBudget budget, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
        {
            return (null, TooLarge(limit));
        }

        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadEncodedAsync(request, encoding, limit, budget, cancellation);
        }

        var body = new RequestBody(budget);
        try
        {
            var refusal = body.TryGrow(request.ContentLength is { } known ? Math.Max((int)known, 1) : FirstRent)
                ? await body.FillAsync(request.BodyReader, limit, cancellation)
                : OutOfMemory();
            return refusal is null ? (body, null) : (body.Discard(), refusal);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>A body that the gateway has put together, in the place of this one, which ends. Null where there is no memory for it.</summary>
    public RequestBody? Replace(ReadOnlySpan<byte> bytes)
    {
        var body = Of(bytes, _budget);
        if (body is not null)
        {
            Dispose();
        }

        return body;
    }

    /// <summary>A body of bytes that are at hand. Null where there is no memory for it.</summary>
    public static RequestBody? Of(ReadOnlySpan<byte> bytes, BodyBudget budget)
    {
        var body = new RequestBody(budget);
        return body.TryAppend(bytes) ? body : null;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            _budget.Give(buffer.Length);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static GatewayError TooLarge(int limit) => new(
        ErrorKind.TooLarge,
        ErrorOrigin.Client,
        $"The request body is larger than {limit} bytes after decoding. Send less, or upload files by reference.");

    public static GatewayError OutOfMemory() =>
        new(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway holds as many request bodies as it has memory for. Try again.") { Code = "body_memory", RetryAfterSeconds = 2 };

    private static async ValueTask<(RequestBody?, GatewayError?)> ReadEncodedAsync(
        HttpRequest request, string encoding, int limit, BodyBudget budget, CancellationToken cancellation)
    {
        if (!ContentCodings.IsKnown(encoding))
        {
            return (null, new GatewayError(
                ErrorKind.UnsupportedMediaType,
                ErrorOrigin.Client,
                $"The Content-Encoding of the request is not understood. Send {ContentCodings.Names}, or no encoding at all."));
        }

        var wire = new PackedBody(request.Body);
        await using var decoder = ContentCodings.Decode(encoding, wire);
        var reader = PipeReader.Create(decoder, new StreamPipeReaderOptions(bufferSize: UnpackStep, leaveOpen: true));
        var body = new RequestBody(budget);
        try
        {
            await new UnpackTurn();
            var refusal = await body.FillAsync(reader, limit, cancellation, wire);
            return refusal is null ? (body, null) : (body.Discard(), refusal);
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            return (null, new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"The body is not valid {encoding}."));
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            await reader.CompleteAsync();
            // What follows is not unpacking.
            await Task.Yield();
        }
    }

    private async ValueTask<GatewayError?> FillAsync(PipeReader reader, int limit, CancellationToken cancellation, PackedBody? wire = null)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            foreach (var segment in read.Buffer)
            {
                var refusal = _length + segment.Length > limit ? TooLarge(limit)
                    : wire is not null && UnpackBound.Exceeds(_length + (long)segment.Length, wire.Count) ? UnpackBound.Refusal()
                    : TryAppend(segment.Span) ? null
                    : OutOfMemory();
                if (refusal is not null)
                {
                    // The server reads the rest of the upload away before it takes the next request, and cannot while a read is open.
                    reader.AdvanceTo(read.Buffer.End);
                    return refusal;
                }
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length && !TryGrow(Math.Max(_length + bytes.Length, _buffer.Length * 2)))
        {
            return false;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        return true;
    }

    private bool TryGrow(int size)
    {
        // Counted as rented, which is up to twice what was asked for.
        if (!_budget.TryTake(size))
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        _budget.Give(size - larger.Length);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        var old = _buffer;
        _buffer = larger;
        if (old.Length > 0)
        {
            _budget.Give(old.Length);
            ArrayPool<byte>.Shared.Return(old);
        }

        return true;
    }

    private RequestBody? Discard()
    {
        Dispose();
        return null;
    }
}
