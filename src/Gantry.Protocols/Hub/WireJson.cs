using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gantry.Protocols.Hub;

/// <summary>How every body of our own making is written.</summary>
public static class WireJson
{
    /// <summary>Non-ASCII text stays readable: the bodies are <c>application/json</c> or event streams, never HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
