using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor;

/// <summary>Writes findings for machines, one JSON object.</summary>
internal static class DoctorJson
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, IReadOnlyList<DoctorSection> sections)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Layout))
        {
            json.WriteStartObject();
            json.WriteStartArray("findings");
            foreach (var section in sections)
            {
                foreach (var finding in section.Findings)
                {
                    json.WriteStartObject();
                    json.WriteString("section", section.Title);
                    json.WriteString("id", finding.Id);
                    json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
                    json.WriteString("what", finding.What);
                    json.WriteString("where", finding.Where);
                    json.WriteString("why", finding.Why);
                    json.WriteString("fix", finding.Fix);
                    json.WriteBoolean("fixable", finding.Repair is not null);
                    json.WriteEndObject();
                }
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }
}
