using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gantry.Contracts.Connect;

/// <summary>Values as the languages of recipes write them: whatever a value holds, it stays one value.</summary>
public static class ShellText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sets variables for what is started from this shell.</summary>
    public static string Set(ClientSystem system, params (string Name, string Value)[] variables) =>
        string.Join('\n', variables.Select(one => system == ClientSystem.Windows ? $"$env:{one.Name} = {Quote(system, one.Value)}" : $"export {one.Name}={Quote(system, one.Value)}"));

    /// <summary>Takes variables away from what is started from this shell.</summary>
    public static string Unset(ClientSystem system, string name) =>
        system == ClientSystem.Windows ? $"Remove-Item Env:{name} -ErrorAction SilentlyContinue" : $"unset {name}";

    /// <summary>One word of a command line.</summary>
    public static string Quote(ClientSystem system, string value) =>
        "'" + value.Replace("'", system == ClientSystem.Windows ? "''" : "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A string of JSON, TOML or YAML, in its quotation marks.</summary>
    public static string Json(string value) => JsonSerializer.Serialize(value, Plain);

    /// <summary>A place in the person's own folder.</summary>
    /// <param name="system">Where.</param>
    /// <param name="path">Below it, with slashes.</param>
    public static string Home(ClientSystem system, string path) =>
        system == ClientSystem.Windows ? @"%USERPROFILE%\" + path.Replace('/', '\\') : "~/" + path;
}
