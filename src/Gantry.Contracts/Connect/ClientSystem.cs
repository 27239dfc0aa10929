namespace Gantry.Contracts.Connect;

/// <summary>Where a client runs: shells and places of files differ.</summary>
public enum ClientSystem
{
    MacOs,
    Linux,

    /// <summary>With PowerShell.</summary>
    Windows,
}
