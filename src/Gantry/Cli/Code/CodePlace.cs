using Gantry.Cli.Code.Clients;
using Gantry.Storage;

namespace Gantry.Cli.Code;

/// <summary>The data folder that a run is about.</summary>
/// <param name="Folder">Its path.</param>
/// <param name="IsLocal">Local mode: the run says what is configured there.</param>
internal sealed record CodePlace(string Folder, bool IsLocal)
{
    /// <summary>The folder that is named, else that of the environment, else one of a Gantry in the working folder, else the person's own.</summary>
    /// <exception cref="CodeRefusedException">The folder that is named is none of a Gantry.</exception>
    public static CodePlace Find(CodeOptions options)
    {
        if (options.Data is null && string.IsNullOrEmpty(options.Environment(DataFolder.Variable)) && (options.Config is not null || !IsUsed(Path.Combine(options.Folder, DataFolder.Default))))
            return new CodePlace(LocalFolder(options.Environment), IsLocal: true);
        var folder = Path.GetFullPath(DataFolder.Locate(options.Data, options.Environment), options.Folder);
        return options.Config is not null || IsUsed(folder)
            ? new CodePlace(folder, options.Config is not null)
            : throw new CodeRefusedException($"There is no Gantry in the folder {folder}: gantry serve makes one.", ExitCodes.ConfigurationRefused);
    }

    /// <summary>Where local mode keeps what it has used and charged.</summary>
    public static string LocalFolder(Func<string, string?> environment) => Path.Combine(
        OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : HomePath.Xdg(environment, "XDG_DATA_HOME", ".local/share"),
        "gantry",
        "local");

    private static bool IsUsed(string folder) => File.Exists(Path.Combine(folder, SqliteDatabase.FileName));
}
