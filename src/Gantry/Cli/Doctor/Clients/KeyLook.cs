using System.Text.RegularExpressions;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>What is wrong with a key by its looks alone. Shows none.</summary>
internal static partial class KeyLook
{
    private const string Refused = "The gateway does not know it so, and answers 401.";

    /// <param name="reading">Whose key.</param>
    /// <param name="setting">What the key is called where the client reads it.</param>
    /// <param name="elsewhere">Variables that people put it into by mistake.</param>
    public static void Judge(ClientReading reading, string setting, params IReadOnlyList<string> elsewhere)
    {
        if (reading.Key is { } key) Look(reading, key);
        else if (elsewhere.Select(reading.Shell).FirstOrDefault(found => found is not null) is { } misplaced)
        {
            reading.Problem("key-variable", $"The key stands in {misplaced.Name}, where {reading.Client.Name} does not look.", "It asks for a login, or for a key.",
                misplaced.Where, ClientReading.Copy(misplaced.Name, setting));
        }
        else
        {
            reading.Problem("key-missing", $"{reading.Client.Name} has no key.", "Every request is refused with 401, or it asks for a login.", setting, ClientReading.ReadKey(setting));
        }
    }

    /// <summary>Whether a text that should name a variable may be one; a key that was put in its place is not, and must not be shown.</summary>
    public static bool IsVariable(string name) => VariableName().IsMatch(name);

    private static void Look(ClientReading reading, Setting key)
    {
        var value = key.Value;
        var bare = Bare(value);
        var (id, what) = Placeholder().IsMatch(bare) ? ("key-placeholder", "The key is a placeholder.")
            : value.Trim()[0] is '"' or '\'' or '`' ? ("key-quotes", "The key has quotation marks in its value.")
            : value != value.Trim() || value.Trim().Any(char.IsControl) ? ("key-blanks", "The key has blanks or line breaks around it.")
            : value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? ("key-bearer", "The key has the word Bearer before it.")
            : bare.Any(c => char.IsWhiteSpace(c) || c > '~') ? ("key-damaged", "The key has characters in it that no key has.")
            : default;
        if (id is null) return;
        var unknown = id is "key-placeholder" or "key-damaged";
        reading.Problem(id, what, Refused, key.Where,
            unknown ? ClientReading.ReadKey(reading.Client.KeySetting) : key.Path is null ? Cleaned(key.Name) : $"gantry doctor {reading.Client.Id} --fix",
            unknown ? null : key.Replaced(bare, $"Took what is no part of the key off {key.Name}."));
    }

    private static string Bare(string value)
    {
        var bare = value.Trim().Trim('"', '\'', '`').Trim();
        return bare.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bare[7..].Trim() : bare;
    }

    private static string Cleaned(string name) => ClientReading.System == ClientSystem.Windows
        ? $"$env:{name} = $env:{name}.Trim() -replace '^(Bearer )?[\"'']*|[\"'']*$', ''"
        : $"export {name}=\"$(printf %s \"${name}\" | sed \"s/^[[:space:]\\\"']*\\(Bearer *\\)*//; s/[[:space:]\\\"']*\\$//\")\"";

    /// <summary>What guides, pages and shells leave where a key should stand.</summary>
    [GeneratedRegex(
        @"^(<.*>|\{.*\}|\[.*\]|\$.*|(sk-|th-)?([.*…]{2,}|x{3,})|.*your[-_ ]?(own[-_ ]?)?(api[-_ ]?|gantry[-_ ]?|gateway[-_ ]?|secret[-_ ]?)?(key|token).*|change-?me|paste.*|replace.*|key|token|none|null|undefined|dummy)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // Long names of variables are in capitals; keys are not.
    [GeneratedRegex("^([A-Z_][A-Z0-9_]*|[A-Za-z_][A-Za-z0-9_]{0,18})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
