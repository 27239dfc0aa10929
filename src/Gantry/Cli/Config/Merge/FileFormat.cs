namespace Gantry.Cli.Config.Merge;

/// <summary>In what language a client's file is written.</summary>
internal enum FileFormat
{
    Json,
    Toml,
    Yaml,
    DotEnv,

    /// <summary>A file of our own: it is what we write, whole.</summary>
    Own,

    /// <summary>Anybody's shell profile: a marked block of ours in it.</summary>
    Block,
}
