using System.Text.Json;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>The body of one request.</summary>
internal sealed class ManageBody(ReadOnlyMemory<byte> bytes)
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <exception cref="RefusedException">Not JSON, or not of this shape: every unknown and every missing member by its path.</exception>
    public T Read<T>()
    {
        using var document = Parse();
        BodyShape.Check(document.RootElement, typeof(T), isPatch: false);
        return BodyShape.Read<T>(document.RootElement);
    }

    /// <inheritdoc cref="Read{T}"/>
    public MergePatch<T> ReadPatch<T>()
    {
        using var document = Parse();
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw Invalid("The body must be a JSON object.");
        BodyShape.Check(document.RootElement, typeof(T), isPatch: true);
        return new MergePatch<T>(document.RootElement.Clone());
    }

    /// <summary>Reads a body whole, up to a limit.</summary>
    /// <exception cref="RefusedException">More than that, or of a kind that is not taken.</exception>
    public static async Task<ManageBody> OfAsync(HttpRequest request, ManageEndpoint endpoint, CancellationToken cancellation)
    {
        if (endpoint.Body is null)
        {
            return request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0
                ? throw Invalid("This endpoint takes no body.")
                : new ManageBody(ReadOnlyMemory<byte>.Empty);
        }

        var type = request.ContentType?.Split(';')[0].Trim();
        if (!IsJson(type, endpoint)) throw RefusedException.Of(RefusalKind.WrongMediaType, "wrong_media_type", "Send the body as application/json.");
        if (request.Headers.ContentEncoding.Count > 0) throw RefusedException.Of(RefusalKind.WrongMediaType, "wrong_media_type", "Send the body without a content encoding.");
        var limit = endpoint.Route.BodyLimit;
        if (request.ContentLength > limit) throw TooLarge(limit);
        var held = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (held.Length + read > limit) throw TooLarge(limit);
            held.Write(buffer, 0, read);
        }

        return new ManageBody(held.GetBuffer().AsMemory(0, (int)held.Length));
    }

    private static bool IsJson(string? type, ManageEndpoint endpoint) =>
        string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase)
        || (endpoint.Route.Method == HttpMethods.Patch && string.Equals(type, "application/merge-patch+json", StringComparison.OrdinalIgnoreCase));

    private JsonDocument Parse()
    {
        try
        {
            return JsonDocument.Parse(Bytes, ManageJson.Documents);
        }
        catch (JsonException broken)
        {
            // Its message may quote the body, in which there are secrets: only the place is told.
            throw Invalid($"The body is not JSON as it is taken here (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}): no name twice in one object, no comments, at most {ManageJson.Depth} levels.");
        }
    }

    private static RefusedException TooLarge(int limit) => RefusedException.Of(RefusalKind.TooLarge, "body_too_large", $"The body is larger than {limit} bytes.");

    private static RefusedException Invalid(string detail) => RefusedException.Of(RefusalKind.Invalid, "invalid_request", detail);
}
