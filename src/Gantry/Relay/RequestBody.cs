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
    // Decoded bytes may not exceed this multiple of the bytes on the wire (reliability S-34).
    private const int MaxRatio = 100;
    private const int FirstRent = 16 * 1024;
    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 1));

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>A body that the gateway has put together.</summary>
    public static RequestBody Of(ReadOnlySpan<byte> bytes)
    {
        var body = new RequestBody(bytes.Length);
        body.Append(bytes);
        return body;
    }

    /// <summary>Reads the body to its end.</summary>
    /// <returns>The body, or the refusal: 413 over <paramref name="limit"/> decoded bytes, 415 for an encoding that is not known.</returns>
    /// <exception cref="IOException">The client's connection broke.</exception>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public static async ValueTask<(RequestBody? Body, GatewayError? Refusal)> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
        {
            return (null, TooLarge(limit));
        }

        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadEncodedAsync(request, encoding, limit, cancellation);
        }

        var body = new RequestBody(request.ContentLength is { } known ? (int)known : FirstRent);
        try
        {
            return await body.FillAsync(request.BodyReader, limit, cancellation) ? (body, null) : (body.Discard(), TooLarge(limit));
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<(RequestBody?, GatewayError?)> ReadEncodedAsync(HttpRequest request, string encoding, int limit, CancellationToken cancellation)
    {
        if (!ContentCodings.IsKnown(encoding))
        {
            return (null, new GatewayError(
                ErrorKind.UnsupportedMediaType,
                ErrorOrigin.Client,
                "The Content-Encoding of the request is not understood. Send gzip, br or deflate, or no encoding at all."));
        }

        await using var decoder = ContentCodings.Decode(encoding, request.Body);
        var body = new RequestBody(FirstRent);
        try
        {
            var bound = request.ContentLength is { } wire ? (int)Math.Min(limit, Math.Max(wire * MaxRatio, FirstRent)) : limit;
            return await body.FillAsync(PipeReader.Create(decoder), bound, cancellation) ? (body, null) : (body.Discard(), TooLarge(bound));
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
    }

    public static GatewayError TooLarge(int limit) => new(
        ErrorKind.TooLarge,
        ErrorOrigin.Client,
        $"The request body is larger than {limit} bytes after decoding. Send less, or upload files by reference.");

    private async ValueTask<bool> FillAsync(PipeReader reader, int limit, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            foreach (var segment in read.Buffer)
            {
                if (_length + segment.Length > limit)
                {
                    // The server reads the rest of the upload away before it takes the next request, and cannot while a read is open.
                    reader.AdvanceTo(read.Buffer.End);
                    return false;
                }

                Append(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return true;
            }
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, _buffer.Length * 2));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private RequestBody? Discard()
    {
        Dispose();
        return null;
    }
}
