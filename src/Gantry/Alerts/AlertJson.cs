using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gantry.Alerts;

/// <summary>The body of a post. Its bytes are what is signed.</summary>
internal static class AlertJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="delivery">Of this post: who gets it twice can tell by it.</param>
    /// <param name="alert">What is told.</param>
    public static string Write(Guid delivery, Alert alert)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("id", delivery);
            json.WriteString("type", alert.IsOpen ? "alert.opened" : "alert.closed");
            json.WriteStartObject("alert");
            json.WriteString("id", alert.Id);
            json.WriteString("kind", AlertWords.Of(alert.Key.Kind));
            json.WriteString("state", alert.IsOpen ? "open" : "closed");
            json.WriteString("subject", alert.Key.Subject);
            if (alert.AccountId is { } account)
            {
                json.WriteStartObject("account");
                json.WriteString("id", account);
                json.WriteString("email", alert.Account);
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("account");
            }

            json.WriteString("text", alert.Text);
            json.WriteString("opened_at", alert.At);
            if (alert.ClosedAt is { } closed) json.WriteString("closed_at", closed);
            else json.WriteNull("closed_at");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
