using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gantry.Simulator.Prompts;

/// <summary>JSON of nodes in the vendors' habit: no whitespace, letters unescaped.</summary>
internal static class CompactJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
