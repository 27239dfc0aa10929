using System.Text.Json;

namespace Gantry.Management.Http;

/// <summary>An answer as its bytes.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">JSON; null for none.</param>
/// <param name="Tag">The <c>ETag</c>.</param>
/// <param name="Location">Of what was made.</param>
internal sealed record StoredAnswer(int Status, byte[]? Body, string? Tag, string? Location)
{
    public static StoredAnswer Of(ManageAnswer answer) => new(
        answer.Status,
        answer.Value is null ? null : JsonSerializer.SerializeToUtf8Bytes(answer.Value, answer.Value.GetType(), ManageJson.Options),
        answer.Tag,
        answer.Location);

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (Tag is not null) http.Response.Headers.ETag = $"\"{Tag}\"";
        if (Location is not null) http.Response.Headers.Location = Location;
        if (Body is null) return;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = Body.Length;
        await http.Response.Body.WriteAsync(Body, http.RequestAborted);
    }
}
