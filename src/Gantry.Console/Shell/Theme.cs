namespace Gantry.Console.Shell;

/// <summary>Which of the two palettes; that of the system unless the person said otherwise.</summary>
public enum Theme
{
    System,
    Light,
    Dark,
}
