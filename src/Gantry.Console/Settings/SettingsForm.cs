using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Settings;

namespace Gantry.Console.Settings;

/// <summary>All settings as they are typed. What is known by name has a field; the rest are lines of text.</summary>
internal sealed class SettingsForm
{
    public const string Others = "others";
    public const string OtherSecrets = "other_secrets";

    private static readonly HashSet<string> Known = [.. SettingSection.All.SelectMany(section => section.Fields).Select(field => field.Name)];

    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _set = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenAway = new(StringComparer.Ordinal);

    public FieldErrors Errors { get; } = new();

    public string this[string name]
    {
        get => _typed.GetValueOrDefault(name) ?? "";
        set => _typed[name] = value;
    }

    public static SettingsForm Of(SettingsTerms terms)
    {
        var form = new SettingsForm();
        foreach (var (name, value) in terms.Values.Where(setting => Known.Contains(setting.Key))) form[name] = value;
        form[Others] = Lines(terms.Values.Where(setting => !Known.Contains(setting.Key)).Select(setting => $"{setting.Key} = {setting.Value}"));
        form._set.UnionWith(terms.Secrets.Keys);
        form[OtherSecrets] = Lines(terms.Secrets.Keys.Where(name => !Known.Contains(name)));
        return form;
    }

    /// <summary>A secret of this name is there and stays.</summary>
    public bool IsSet(string secret) => _set.Contains(secret) && !_takenAway.Contains(secret);

    public void TakeAway(string secret) => _takenAway.Add(secret);

    /// <returns>Null where a line means nothing; <see cref="Errors"/> says which.</returns>
    public SettingsTerms? Read(SettingsWords words)
    {
        Errors.Clear();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in SettingSection.All.SelectMany(section => section.Fields))
        {
            var typed = this[field.Name].Trim();
            if (!field.Secret && typed.Length > 0) values[field.Name] = typed;
            if (field.Secret && (typed.Length > 0 || IsSet(field.Name))) secrets[field.Name] = typed;
        }

        ReadLines(Others, values, valueNeeded: true, words);
        ReadLines(OtherSecrets, secrets, valueNeeded: false, words);
        return Errors.None ? new SettingsTerms { Values = values, Secrets = secrets } : null;
    }

    /// <summary>Puts what the service said to the fields that it is about.</summary>
    /// <returns>Whether all of it has a place.</returns>
    public bool Mark(Refusal? refusal)
    {
        if (refusal is null || refusal.Errors.Count == 0) return false;
        foreach (var (path, messages) in refusal.Errors)
        {
            var name = Name(path);
            foreach (var message in messages) Errors.Add(Known.Contains(name) ? name : path.StartsWith("secrets.", StringComparison.Ordinal) ? OtherSecrets : Others, Known.Contains(name) ? message : $"{name}: {message}");
        }

        return true;
    }

    // "secrets.smtp.password" and "values.smtp.host" both name a setting.
    private static string Name(string path) =>
        path.StartsWith("values.", StringComparison.Ordinal) ? path["values.".Length..] : path.StartsWith("secrets.", StringComparison.Ordinal) ? path["secrets.".Length..] : path;

    private void ReadLines(string field, Dictionary<string, string> into, bool valueNeeded, SettingsWords words)
    {
        var number = 0;
        foreach (var line in this[field].Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0) continue;
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts[0].Length == 0 || (valueNeeded && parts is not [_, { Length: > 0 }])) Errors.Add(field, words.BadLine(Figures.Count(number)));
            else if (!into.TryAdd(parts[0], parts.Length == 2 ? parts[1] : "")) Errors.Add(field, words.Twice(parts[0]));
        }
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
