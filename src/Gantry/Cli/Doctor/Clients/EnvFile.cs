using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>A client's file of variables.</summary>
internal sealed class EnvFile
{
    private readonly string _text;
    private readonly List<DotEnvLine> _lines;

    private EnvFile(string path, string text)
    {
        Path = path;
        _text = text;
        _lines = new DotEnvParser(text).Parse();
    }

    public string Path { get; }

    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EnvFile? Open(string path) => File.Exists(path) ? new EnvFile(path, File.ReadAllText(path)) : null;

    /// <summary>A variable; null where there is none, or it is empty.</summary>
    public Setting? Variable(string name) => _lines.Find(line => line.Name == name && line.Value.Length > 0) is not { } found ? null
        : new Setting(name, found.Value, $"{Path}:{TextLines.Number(_text, found.Start)}")
        {
            Path = Path,
            With = changed => DotEnvLine.Written(changed) is { } written ? found.Set(_text, written).In(_text) : null,
            Line = changed => $"{name}={DotEnvLine.Written(changed) ?? changed}",
        };
}
