namespace Gantry.Protocols.Reasoning;

/// <summary>Which part of the turn a blob belongs to, when it travels in a part of its own. The numbers are part of the envelope's format.</summary>
public enum BlobDirection : byte
{
    /// <summary>To the part that carries it.</summary>
    Own = 0,

    /// <summary>To the part behind the carrier.</summary>
    Following = 1,

    /// <summary>To the part before the carrier.</summary>
    Preceding = 2,
}
