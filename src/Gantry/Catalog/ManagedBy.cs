namespace Gantry.Catalog;

/// <summary>Who made a row, and therefore who may remove it.</summary>
internal enum ManagedBy
{
    /// <summary>A person: the command line, the console or the management API.</summary>
    Hand,

    /// <summary>The declarative file. Goes when the file no longer declares it.</summary>
    File,

    /// <summary>Provider keys found in the environment of a gateway without any configuration.</summary>
    Environment,
}
