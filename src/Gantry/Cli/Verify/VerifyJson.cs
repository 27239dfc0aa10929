using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Cli.Verify.Assertions;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary>Writes results for machines, one JSON object.</summary>
internal static class VerifyJson
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, VerifyReport report)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Layout))
        {
            json.WriteStartObject();
            json.WriteString("address", report.Address);
            json.WriteBoolean("holds", report.Holds);
            json.WriteNumber("requests", report.Spending.Requests);
            json.WriteNumber("requests_with_cost", report.Spending.Told);
            json.WriteNumber("cost_nano_usd", report.Spending.Cost.Nanos);
            json.WriteBoolean("cost_bound_reached", report.Spending.LeftOut);
            json.WriteNumber("milliseconds", (long)report.Elapsed.TotalMilliseconds);
            json.WriteStartArray("protocols");
            foreach (var protocol in report.Protocols) Write(json, protocol);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    /// <summary>Writes the table of assertions.</summary>
    public static void WriteTable(TextWriter output, IEnumerable<Protocol> protocols, Selection only)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Layout))
        {
            json.WriteStartArray();
            foreach (var protocol in protocols)
            {
                foreach (var assertion in AssertionTable.For(protocol).Where(one => only.Admits(protocol, one.Id)))
                {
                    json.WriteStartObject();
                    json.WriteString("protocol", Lower(protocol));
                    json.WriteString("id", assertion.Id);
                    json.WriteString("level", Lower(assertion.Level));
                    json.WriteString("title", assertion.Title);
                    json.WriteString("why", assertion.Why);
                    json.WriteEndObject();
                }
            }
            json.WriteEndArray();
        }
        output.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, ProtocolResult result)
    {
        json.WriteStartObject();
        json.WriteString("protocol", Lower(result.Protocol));
        json.WriteString("model", result.Model);
        json.WriteString("skipped", result.SkipReason);
        json.WriteStartArray("assertions");
        foreach (var assertion in result.Assertions)
        {
            json.WriteStartObject();
            json.WriteString("id", assertion.Id);
            json.WriteString("level", Lower(assertion.Level));
            json.WriteString("outcome", Lower(assertion.Outcome));
            json.WriteString("title", assertion.Title);
            json.WriteNumber("milliseconds", Math.Round(assertion.Elapsed.TotalMilliseconds, 1));
            if (assertion.Message is not null) json.WriteString("message", assertion.Message);
            if (assertion.Request is not null)
            {
                json.WriteString("why", assertion.Why);
                json.WriteString("request", assertion.Request);
                json.WriteNumber("status", assertion.Status);
                json.WriteString("body", assertion.Body);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
