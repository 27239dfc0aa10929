namespace Gantry.Catalog;

/// <summary>IANA names of time zones, such as <c>Europe/Berlin</c>.</summary>
internal static class TimeZoneNames
{
    private const string Utc = "UTC";

    /// <returns>Null where this machine knows no such zone.</returns>
    public static TimeZoneInfo? Find(string name)
    {
        if (name == Utc) return TimeZoneInfo.Utc;
        return IsPlain(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    /// <returns>What is wrong with a name, or null.</returns>
    public static string? Refuse(string name)
    {
        if (Find(name) is not null) return null;
        var known = TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Append(Utc).ToArray();
        if (known.Length < 10) return $"time_zone '{name}' cannot be looked up: this machine has no time zone data (the package tzdata); only {Utc} works without it";
        var town = known.FirstOrDefault(k => k.EndsWith($"/{name.Replace(' ', '_')}", StringComparison.OrdinalIgnoreCase));
        return $"there is no time zone '{name}': give an IANA name such as Europe/Berlin{(town is null ? Nearest.Hint(name, known) : $"; did you mean '{town}'?")}";
    }

    // The look-up opens a file of that name: nothing that leads out of the folder, nor its copies that count leap seconds, nor the machine's own zone.
    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && !name.StartsWith("right/", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("posix/", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("localtime", StringComparison.OrdinalIgnoreCase) && !name.Equals("Local", StringComparison.OrdinalIgnoreCase);
}
