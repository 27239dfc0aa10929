using Gantry.Contracts.Connect;

namespace Gantry.Cli.Code.Clients;

/// <summary>A client that can be started wired to a gateway.</summary>
internal abstract class CodeClient
{
    /// <summary>What it is called on our command line.</summary>
    public abstract string Id { get; }

    /// <summary>What its makers call it.</summary>
    public abstract string Name { get; }

    /// <summary>Its program.</summary>
    public abstract string Program { get; }

    /// <summary>Where npm has it.</summary>
    public abstract string Package { get; }

    /// <summary>Which of many models it begins with.</summary>
    public abstract ModelTaste Taste { get; }

    /// <summary>Says how it is started. What it needs beside is written into <see cref="ClientTask.Files"/>; the person's own files are read at most.</summary>
    public abstract ClientLaunch Prepare(ClientTask task);
}
