namespace Gantry.Relay;

/// <summary>Headers of an upstream's answer by their names.</summary>
internal static class UpstreamHeaders
{
    /// <summary>The header's value, several joined by commas; null where there is none.</summary>
    public static string? Find(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(',', values) : null;
}
