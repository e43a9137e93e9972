export declare const FLOORS: readonly {
  folder: string;
  only?: readonly string[];
  except?: readonly string[];
  withoutNest?: true;
}[];
