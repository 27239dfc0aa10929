namespace Gantry.Catalog;

/// <summary>What a model makes.</summary>
internal enum ModelKind
{
    Chat,
    Embedding,
    Image,
    Audio,
}
