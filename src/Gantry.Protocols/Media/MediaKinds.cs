namespace Gantry.Protocols.Media;

/// <summary>Sorts of media, beside plain text.</summary>
[Flags]
public enum MediaKinds
{
    None = 0,
    Image = 1,
    Pdf = 2,

    /// <summary>Documents of text: plain, HTML, CSV, Markdown and their like.</summary>
    Text = 4,
    Audio = 8,
    Video = 16,

    /// <summary>Office documents.</summary>
    Office = 32,

    All = Image | Pdf | Text | Audio | Video | Office,
}
