namespace Gantry.Clients.Tests.Cli;

/// <summary>What the command-line clients are made to say and write, and how long they may take.</summary>
internal static class CliWords
{
    // Characters of two, three and four bytes: a split in the wrong place shows.
    public const string Answer = "PONG-é-漢字-🙂 and that is all";
    public const string Content = "written through the gateway: é 漢字 🙂";
    public const string Done = "DONE-é-漢字-🙂 and that is all";

    /// <summary>For a run that ends well; these programs start slowly on a loaded machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>For a client that should give up without retries.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
}
