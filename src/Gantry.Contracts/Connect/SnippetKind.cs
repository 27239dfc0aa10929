namespace Gantry.Contracts.Connect;

/// <summary>What is done with a text of a recipe.</summary>
public enum SnippetKind
{
    /// <summary>Typed into a shell: it sets variables, and what is started from there has them.</summary>
    Shell,

    /// <summary>Typed into a shell: it does something.</summary>
    Command,

    /// <summary>The content of a file, or what is to be merged into it.</summary>
    File,

    /// <summary>Part of a program.</summary>
    Code,

    /// <summary>Typed into the fields of a form.</summary>
    Fields,
}
