namespace Gantry.Cli.Doctor.Clients;

/// <summary>A file of variables, one a line: <c>NAME=value</c>, with or without <c>export</c> and quotation marks.</summary>
internal sealed class EnvFile
{
    private readonly string[] _lines;

    private EnvFile(string path, string text)
    {
        Path = path;
        _lines = text.Split('\n');
    }

    public string Path { get; }

    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EnvFile? Open(string path) => File.Exists(path) ? new EnvFile(path, File.ReadAllText(path)) : null;

    /// <summary>A variable; null where there is none, or it is empty.</summary>
    public Setting? Variable(string name)
    {
        foreach (var (index, line) in _lines.Index())
        {
            var text = line.TrimStart();
            if (text.StartsWith("export ", StringComparison.Ordinal)) text = text[7..].TrimStart();
            if (!text.StartsWith(name, StringComparison.Ordinal) || !text[name.Length..].TrimStart().StartsWith('=')) continue;
            var start = line.IndexOf('=', StringComparison.Ordinal) + 1;
            var value = line[start..].Trim();
            // One pair of quotation marks is the file's; what is left of them is the value's.
            if (value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0]) value = value[1..^1];
            if (value.Length == 0) continue;
            return new Setting(name, value, $"{Path}:{index + 1}")
            {
                Path = Path,
                With = changed => string.Join('\n', _lines.Index().Select(one => one.Index == index ? line[..start] + changed + (line.EndsWith('\r') ? "\r" : "") : one.Item)),
                Line = changed => $"{name}={changed}",
            };
        }
        return null;
    }
}
