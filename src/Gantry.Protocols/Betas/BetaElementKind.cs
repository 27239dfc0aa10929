namespace Gantry.Protocols.Betas;

/// <summary>Where in a Messages body something stands that a beta flag owns.</summary>
public enum BetaElementKind
{
    /// <summary>A member of the body.</summary>
    Member,

    /// <summary>A member of the body, where its value is an object.</summary>
    ObjectMember,

    /// <summary>A member of a tool's definition.</summary>
    ToolMember,

    /// <summary>A tool, by the beginning of its type.</summary>
    Tool,

    /// <summary>A block of content, wherever it stands, by its type.</summary>
    Block,

    /// <summary>A block that calls a tool of the vendor's own, by the beginning of the tool's name.</summary>
    ServerCall,

    /// <summary>A block whose source is of this type.</summary>
    Source,

    /// <summary>A member of any <c>cache_control</c>.</summary>
    CacheMember,

    /// <summary>One of <c>context_management.edits</c>, by the beginning of its type.</summary>
    ContextEdit,
}
