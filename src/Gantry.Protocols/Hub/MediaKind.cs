namespace Gantry.Protocols.Hub;

/// <summary>What a media part is for the model.</summary>
public enum MediaKind
{
    Image,
    Document,
    Audio,
    Video,
}
