namespace Gantry.Cli.Config;

/// <summary>Where the key comes from.</summary>
internal static class KeySource
{
    public const string Variable = "GANTRY_KEY";

    /// <summary>Stands where a key is missing; never written into a file.</summary>
    public const string Placeholder = "PUT-YOUR-GANTRY-KEY-HERE";

    /// <summary>The key; null where none was given.</summary>
    /// <exception cref="ConfigRefusedException">It was given twice, or what was given is no key.</exception>
    public static string? Read(ConfigRequest request, ConfigContext context)
    {
        if (request is { Key: not null, KeyFile: not null }) throw new ConfigRefusedException(ExitCodes.WrongUsage, "Give --key or --key-file, not both.");
        var text = request switch
        {
            { KeyFile: { } file } => File.Exists(file) ? File.ReadLines(file).FirstOrDefault() ?? "" : throw new ConfigRefusedException(ExitCodes.WrongUsage, $"There is no file {file}."),
            { Key: "-" } => context.Input.ReadLine() ?? "",
            { Key: { } given } => given,
            _ => context.Variable(Variable) is { Length: > 0 } set ? set : null,
        };
        if (text is null) return null;
        var key = text.Trim();
        return key.Length > 0 && key.All(c => c is > ' ' and <= '~') ? key
            : throw new ConfigRefusedException(ExitCodes.WrongUsage, "What was given as the key is none: it is empty, or has blanks or line breaks in it.");
    }
}
