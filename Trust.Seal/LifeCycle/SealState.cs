namespace Trust.Seal.LifeCycle;

/// <summary>Where a seal is in its life (电子印章全程管理).</summary>
internal enum SealState
{
    /// <summary>申请: waits for review.</summary>
    Applied,

    /// <summary>审核不通过.</summary>
    Refused,

    /// <summary>撤回: taken back before it was made.</summary>
    Withdrawn,

    /// <summary>审核通过: may be made.</summary>
    Approved,

    /// <summary>已制作: waits to be handed over.</summary>
    Made,

    /// <summary>使用中.</summary>
    Active,

    /// <summary>挂失: blocked at once, for good; a new seal is made instead.</summary>
    Lost,

    /// <summary>销毁: key erased.</summary>
    Destroyed,
}

/// <summary>Acts that move a seal through its life.</summary>
internal enum SealAct
{
    /// <summary>提出申请.</summary>
    Apply,

    /// <summary>审核通过.</summary>
    Approve,

    /// <summary>审核不通过.</summary>
    Refuse,

    /// <summary>撤回申请.</summary>
    Withdraw,

    /// <summary>制作.</summary>
    Make,

    /// <summary>发放.</summary>
    HandOver,

    /// <summary>挂失.</summary>
    ReportLoss,

    /// <summary>销毁.</summary>
    Destroy,
}
