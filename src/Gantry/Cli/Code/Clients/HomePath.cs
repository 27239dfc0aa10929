namespace Gantry.Cli.Code.Clients;

/// <summary>Places in the person's own folder.</summary>
internal static class HomePath
{
    /// <summary>The folder itself.</summary>
    public static string Of(Func<string, string?> environment) =>
        environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>A folder of the XDG kind: that of the variable, else the usual one.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="variable">Such as <c>XDG_CONFIG_HOME</c>.</param>
    /// <param name="usual">Below the person's own folder.</param>
    public static string Xdg(Func<string, string?> environment, string variable, string usual) =>
        environment(variable) is { Length: > 0 } named && Path.IsPathFullyQualified(named) ? named : Path.Combine(Of(environment), usual);

    /// <summary>A path that may begin with <c>~/</c>.</summary>
    public static string Expand(string path, Func<string, string?> environment) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Of(environment), path[2..]) : path;
}
