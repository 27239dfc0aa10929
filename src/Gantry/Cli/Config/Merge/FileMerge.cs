using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Merge;

/// <summary>Puts what a recipe says into a file that may be there already.</summary>
internal static class FileMerge
{
    /// <summary>By the end of a file's name; null where nothing is known of its language.</summary>
    public static FileFormat? Format(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" or ".jsonc" => FileFormat.Json,
        ".toml" => FileFormat.Toml,
        ".yaml" or ".yml" => FileFormat.Yaml,
        ".env" => FileFormat.DotEnv,
        _ => null,
    };

    /// <summary>The file with the addition in it. What was there keeps its order, comments, indentation and line ends.</summary>
    /// <param name="format">Of both.</param>
    /// <param name="text">Without a byte order mark; empty where there is no file.</param>
    /// <param name="addition">What is to be in it.</param>
    /// <param name="kept">Names at the top that are set only where they are not.</param>
    /// <exception cref="TextFaultException">The file is broken, or of a form that nothing can be added to by rule.</exception>
    public static string Apply(FileFormat format, string text, string addition, IReadOnlyCollection<string> kept)
    {
        var merged = Once(format, text, addition, kept);
        // Whatever has gone wrong in placing it shows here: what was just put in must be found again as it is.
        return Holds(format, merged, addition, kept) ? merged : throw new TextFaultException("it is written in a way that nothing can be added to by rule", text, 0);
    }

    private static bool Holds(FileFormat format, string merged, string addition, IReadOnlyCollection<string> kept)
    {
        try
        {
            return Once(format, merged, addition, kept) == merged;
        }
        catch (TextFaultException)
        {
            // Of the file as it would be: of no use to whoever has the file as it is.
            return false;
        }
    }

    private static string Once(FileFormat format, string text, string addition, IReadOnlyCollection<string> kept) => format switch
    {
        FileFormat.Json => JsonMerge.Apply(text, addition),
        FileFormat.Toml => TomlMerge.Apply(text, addition),
        FileFormat.Yaml => YamlMerge.Apply(text, addition, kept),
        FileFormat.DotEnv => DotEnvMerge.Apply(text, addition),
        FileFormat.Block => BlockMerge.Apply(text, addition),
        _ => TextLines.With(addition, TextLines.Break(text)) + TextLines.Break(text),
    };
}
