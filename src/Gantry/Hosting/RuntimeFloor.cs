using System.Reflection;
using Microsoft.AspNetCore.DataProtection;

namespace Gantry.Hosting;

/// <summary>
/// The oldest runtime that may serve: before it, Data Protection took forged cookies outside Windows (CVE-2026-40372, reliability S-12).
/// </summary>
internal static class RuntimeFloor
{
    public static readonly Version Least = new(10, 0, 7);

    /// <summary>The runtime of this process.</summary>
    public static Version Runtime => Environment.Version;

    /// <summary>Data Protection's own version: a package in the application's folder may be older than the runtime.</summary>
    public static Version DataProtection =>
        Read(typeof(IDataProtectionBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <returns>Why these may not serve, or null.</returns>
    public static string? Refuse(Version runtime, Version dataProtection)
    {
        var (what, version) = runtime < Least ? (".NET", runtime) : ("ASP.NET Core's Data Protection", dataProtection);
        return version < Least ? $"{what} {version} takes forged cookies (CVE-2026-40372). Install the .NET runtime {Least} or later." : null;
    }

    /// <summary>The number in texts such as <c>10.0.12+sha</c> and <c>10.0.7-preview.1</c>; 0.0 where there is none.</summary>
    public static Version Read(string? text) => Version.TryParse(text?.Split('+', '-')[0], out var version) ? version : new Version(0, 0);
}
